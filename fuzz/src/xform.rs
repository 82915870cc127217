use std::sync::Arc;

use survey_core::format::survey;
use survey_core::format::xform::{self, Attachments};

use crate::play;

/// Any XML is refused with findings or becomes a form that can be answered.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let table = b"name,label,state\nking,King,wa\nbell,Bell,tx\n".to_vec();
    let files = Attachments::from([("towns.csv".to_owned(), table)]);
    let imported = xform::import(text, &files);
    let Some(document) = imported.document else {
        assert!(!imported.findings.is_empty(), "refused without a reason");
        return;
    };
    match survey::from_value(document) {
        Ok(survey) => play::play(&Arc::new(survey.questionnaire)),
        Err(_) => assert!(!imported.findings.is_empty(), "wrong without a finding"),
    }
}

pub(crate) const WORDS: &[&str] = &[
    "<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\" xmlns:jr=\"http://openrosa.org/javarosa\">",
    "<h:head>",
    "</h:head>",
    "<h:body>",
    "</h:body>",
    "<model>",
    "</model>",
    "<instance>",
    "<instance id=\"towns\" src=\"jr://file-csv/towns.csv\"/>",
    "<instance id=\"l\"><root><item><name>a</name><label>A</label></item></root></instance>",
    "<data id=\"d\">",
    "<a/>",
    "<b>",
    "</b>",
    "<bind nodeset=\"/data/a\" type=\"int\"/>",
    " relevant=\"",
    " calculate=\"",
    " constraint=\"",
    " required=\"true()\"",
    " readonly=\"true()\"",
    " jr:count=\"/data/a\"",
    " appearance=\"",
    "search('towns', 'contains', 'label', /data/a)",
    "<input ref=\"/data/a\">",
    "<input query=\"instance('towns')/root/item[state=/data/a]\" ref=\"/data/b\">",
    "</input>",
    "<select1 ref=\"/data/a\">",
    "<select ref=\"/data/a\">",
    "<odk:rank ref=\"/data/a\">",
    "<itemset nodeset=\"instance('towns')/root/item[state = /data/a]\"><value ref=\"name\"/><label ref=\"label\"/></itemset>",
    "randomize(",
    "<item><value>1</value><label>One</label></item>",
    "<range ref=\"/data/a\" start=\"1\" end=\"9\" step=\"2\"/>",
    "<upload ref=\"/data/a\" mediatype=\"image/*\"/>",
    "<trigger ref=\"/data/a\"/>",
    "<group ref=\"/data/b\">",
    "<repeat nodeset=\"/data/b\">",
    "</repeat>",
    "</group>",
    "<setvalue ref=\"/data/a\" event=\"odk-instance-first-load\" value=\"1\"/>",
    "<itext><translation lang=\"zh\"><text id=\"t\"><value>词</value></text></translation></itext>",
    "jr:itext('t')",
    "<label>",
    "<output value=\"/data/a\"/>",
    "current()/../a",
    "&lt;",
];
