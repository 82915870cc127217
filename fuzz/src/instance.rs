use std::sync::Arc;

use survey_core::format::instance::{self, Element};
use survey_core::format::survey;
use survey_core::questionnaire::Questionnaire;

/// Any XML is refused or becomes elements that are the same when written and read again, and its
/// places in a form are found.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    thread_local! {
        static FORM: Arc<Questionnaire> = Arc::new(form());
    }
    match Element::read(text) {
        Ok(root) => {
            let written = root.document();
            let again = Element::read(&written).unwrap_or_else(|it| panic!("{it}: {written}"));
            assert_eq!(again.document(), written, "it changes when written again");
            FORM.with(|form| instance::places(form, &root).is_ok());
        }
        Err(why) => assert!(!why.is_empty(), "refused without a reason"),
    }
}

fn form() -> Questionnaire {
    let form = survey::read(include_str!("household.json"));
    form.unwrap_or_else(|it| panic!("{it}")).questionnaire
}

pub(crate) const WORDS: &[&str] = &[
    "<data id=\"household\">",
    "</data>",
    "<age>",
    "</age>",
    "<member>",
    "</member>",
    "<m_age>",
    "</m_age>",
    "<pet/>",
    "<pet_name>",
    "</pet_name>",
    "<meta>",
    "</meta>",
    "<instanceID>",
    "&lt;",
    "&amp;",
    "&#0;",
    "&#xD;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?pi ?>",
    "xmlns=\"x\"",
    "orx:meta",
    "jr:template=\"\"",
    "12",
    "2026-02-29",
    "39.9 116.4 0 5",
];
