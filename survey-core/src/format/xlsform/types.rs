//! Question types with their many names, and what each is in an XForm.

/// What a type is in an XForm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Type {
    /// The control; none for values that nobody is asked for.
    pub(super) control: Option<&'static str>,
    pub(super) mediatype: Option<&'static str>,
    /// The attributes of its bind.
    pub(super) bind: &'static [(&'static str, &'static str)],
    pub(super) hint: Option<&'static str>,
}

const NOTHING: Type = Type {
    control: None,
    mediatype: None,
    bind: &[],
    hint: None,
};

const fn input(bind: &'static [(&'static str, &'static str)]) -> Type {
    control("input", bind)
}

const fn control(name: &'static str, bind: &'static [(&'static str, &'static str)]) -> Type {
    Type {
        control: Some(name),
        bind,
        ..NOTHING
    }
}

const fn silent(bind: &'static [(&'static str, &'static str)]) -> Type {
    Type { bind, ..NOTHING }
}

const fn upload(mediatype: &'static str) -> Type {
    Type {
        mediatype: Some(mediatype),
        ..control("upload", &[("type", "binary")])
    }
}

const fn counted(constraint: &'static [(&'static str, &'static str)], hint: &'static str) -> Type {
    Type {
        hint: Some(hint),
        ..input(constraint)
    }
}

/// The type of this name; none if there is none.
pub(super) fn type_of(name: &str) -> Option<Type> {
    const STRING: &[(&str, &str)] = &[("type", "string")];
    const MOMENT: &[(&str, &str)] = &[("type", "dateTime")];
    Some(match name {
        "photo" | "image" | "q picture" | "q image" | "add image prompt" => upload("image/*"),
        "audio" | "q audio" | "add audio prompt" => upload("audio/*"),
        "video" | "q video" | "add video prompt" => upload("video/*"),
        "file" | "add file prompt" => upload("application/*"),
        "osm" => upload("osm/*"),
        "dateTime"
        | "datetime"
        | "date time"
        | "add date time prompt"
        | "add dateTime prompt"
        | "q date time"
        | "q dateTime" => input(MOMENT),
        "date" | "add date prompt" | "q date" => input(&[("type", "date")]),
        "time" => input(&[("type", "time")]),
        "text" | "string" | "q string" | "add text prompt" => input(STRING),
        "note" | "q note" | "add note prompt" => {
            input(&[("readonly", "true()"), ("type", "string")])
        }
        "integer" | "int" | "q int" | "add integer prompt" => input(&[("type", "int")]),
        "decimal" | "q decimal" | "add decimal prompt" => input(&[("type", "decimal")]),
        "geopoint" | "location" | "gps" | "q location" | "q geopoint" | "add location prompt" => {
            input(&[("type", "geopoint")])
        }
        "geoshape" | "q geoshape" => input(&[("type", "geoshape")]),
        "geotrace" | "q geotrace" => input(&[("type", "geotrace")]),
        "barcode" | "q barcode" | "add barcode prompt" => input(&[("type", "barcode")]),
        "acknowledge" | "q acknowledge" | "add acknowledge prompt" => control("trigger", STRING),
        "trigger" => control("trigger", &[]),
        "calculate" | "q calculate" | "add calculate prompt" | "hidden" => silent(STRING),
        "select one" => control("select1", STRING),
        "select all that apply" => control("select", STRING),
        "select one external" => input(STRING),
        "rank" => control("odk:rank", &[("type", "odk:rank")]),
        "range" => control("range", &[("type", "int")]),
        "audit" => silent(&[("type", "binary")]),
        "start-geopoint" => silent(&[("type", "geopoint")]),
        "background-audio" => silent(&[("type", "binary")]),
        "background-geopoint" => control("trigger", &[("type", "geopoint")]),
        "xml-external" | "csv-external" => NOTHING,
        "percentage" => input(&[("type", "int"), ("constraint", "0 <= . and . <= 100")]),
        "number of days in last month" => counted(
            &[("type", "int"), ("constraint", "0 <= . and . <= 31")],
            "Enter a number 0-31.",
        ),
        "number of days in last six months" => counted(
            &[("type", "int"), ("constraint", "0 <= . and . <= 183")],
            "Enter a number 0-183.",
        ),
        "number of days in last year" => counted(
            &[("type", "int"), ("constraint", "0 <= . and . <= 365")],
            "Enter a number 0-365.",
        ),
        "phone number" => counted(
            &[("type", "string"), ("constraint", "regex(., '^\\d*$')")],
            "Enter numbers only.",
        ),
        "start" | "start time" | "get start time" => silent(&[
            ("jr:preload", "timestamp"),
            ("type", "dateTime"),
            ("jr:preloadParams", "start"),
        ]),
        "end" | "end time" | "get end time" => silent(&[
            ("jr:preload", "timestamp"),
            ("type", "dateTime"),
            ("jr:preloadParams", "end"),
        ]),
        "today" | "get today" => silent(&[
            ("jr:preload", "date"),
            ("type", "date"),
            ("jr:preloadParams", "today"),
        ]),
        _ => return property(name),
    })
}

/// What the device knows.
fn property(name: &str) -> Option<Type> {
    macro_rules! known {
        ($($property:literal: $($name:literal)|+;)*) => {
            match name {
                $($($name)|+ => Some(silent(&[
                    ("jr:preload", "property"),
                    ("type", "string"),
                    ("jr:preloadParams", $property),
                ])),)*
                _ => None,
            }
        };
    }
    known! {
        "deviceid": "deviceid" | "imei" | "device id" | "get device id";
        "subscriberid": "subscriberid" | "subscriber id" | "get subscriber id";
        "simserial": "simserial" | "sim id" | "get sim id";
        "phonenumber": "phonenumber" | "get phone number";
        "username": "username";
        "email": "email";
        "uri:subscriberid": "uri:subscriberid";
        "uri:phonenumber": "uri:phonenumber";
        "uri:simserial": "uri:simserial";
        "uri:deviceid": "uri:deviceid";
        "uri:username": "uri:username";
        "uri:email": "uri:email";
    }
}

/// Other names of types.
pub(super) fn alias(name: &str) -> &str {
    match name {
        "imei" => "deviceid",
        "image" | "add image prompt" | "add photo prompt" => "photo",
        "add audio prompt" => "audio",
        "add video prompt" => "video",
        "add file prompt" => "file",
        _ => name,
    }
}

/// A select as its type says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SelectType<'a> {
    /// `select one`, `select all that apply`, `rank` or `select one external`.
    pub(super) kind: &'static str,
    pub(super) list: &'a str,
    pub(super) from_file: bool,
    pub(super) or_other: bool,
    pub(super) command: &'static str,
}

/// Longer names first where one begins like another.
const SELECTS: [(&str, &str); 16] = [
    ("add select one prompt using", "select one"),
    ("add select multiple prompt using", "select all that apply"),
    ("select all that apply from", "select all that apply"),
    ("select one from file", "select one"),
    ("select multiple from file", "select all that apply"),
    ("select one from", "select one"),
    ("select1", "select one"),
    ("select_one_from_file", "select one"),
    ("select_multiple_from_file", "select all that apply"),
    ("select_one_external", "select one external"),
    ("select_one", "select one"),
    ("select one", "select one"),
    ("select_multiple", "select all that apply"),
    ("select all that apply", "select all that apply"),
    ("select multiple", ""),
    ("rank", "rank"),
];

/// Reads a type such as `select_one towns or_other`.
pub(super) fn select_type(text: &str) -> Option<SelectType<'_>> {
    for (command, kind) in SELECTS {
        let Some(rest) = text
            .strip_prefix(command)
            .and_then(|it| it.strip_prefix(' '))
        else {
            continue;
        };
        if kind.is_empty() {
            return None;
        }
        let (list, other) = match rest.split_once(' ') {
            None => (rest, None),
            Some((list, other)) => (list, Some(other)),
        };
        let or_other = match other {
            None => false,
            Some("or specify other" | "or_other" | "or other") => true,
            // A shorter command may fit.
            Some(_) => continue,
        };
        if list.is_empty() {
            continue;
        }
        return Some(SelectType {
            kind,
            list,
            from_file: command.ends_with("file"),
            or_other,
            command,
        });
    }
    None
}

/// Which container a row begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    Group,
    Repeat,
    Loop,
}

impl Container {
    pub(super) fn word(self) -> &'static str {
        match self {
            Container::Group => "group",
            Container::Repeat => "repeat",
            Container::Loop => "loop",
        }
    }

    fn from_word(word: &str) -> Option<Container> {
        Some(match word {
            "group" => Container::Group,
            "repeat" | "lgroup" | "looped group" => Container::Repeat,
            "loop" => Container::Loop,
            _ => return None,
        })
    }
}

/// Reads `begin group`, `begin_repeat`, `begin loop over list`.
pub(super) fn begin(text: &str) -> Option<(Container, Option<&str>)> {
    let rest = text
        .strip_prefix("begin")?
        .strip_prefix([' ', '_', '\t', '\n'])?;
    if let Some(container) = Container::from_word(rest) {
        return Some((container, None));
    }
    let (word, list) = rest.rsplit_once(' ')?;
    let word = word.strip_suffix(" over").unwrap_or(word);
    Some((Container::from_word(word)?, Some(list)))
}

/// Reads `end group` and its like.
pub(super) fn end(text: &str) -> Option<Container> {
    Container::from_word(
        text.strip_prefix("end")?
            .strip_prefix([' ', '_', '\t', '\n'])?,
    )
}

/// Yes or no as people write it.
pub(super) fn yes_no(text: &str) -> Option<bool> {
    match text {
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "true()" => Some(true),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "false()" => Some(false),
        _ => None,
    }
}
