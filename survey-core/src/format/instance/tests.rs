use super::Element;

#[test]
fn what_was_written_is_read_again() {
    let mut root = Element::leaf("data", "");
    root.attributes = vec![("id".into(), "a<b>\"&".into())];
    root.children = vec![
        Element::leaf("q", "1 < 2 & \"3\"\r\n"),
        Element::leaf("z", ""),
    ];
    let text = root.document();
    assert_eq!(Element::read(&text), Ok(root), "{text}");
}

#[test]
fn what_xml_cannot_hold_is_left_out() {
    let text = Element::leaf("q", "a\0b\u{b}c\u{ffff}").to_string();
    assert_eq!(text, "<q>abc</q>");
}

#[test]
fn differences_are_named_by_path() {
    let read = |xml| Element::read(xml).expect("XML");
    let found = read("<d><r><x>1</x></r><r><x>2</x></r></d>");
    let expected = read("<d>\n <r>\n <x>1</x></r>\n <r><x>3</x></r></d>");
    let difference = found.difference(&expected).expect("there is one");
    assert_eq!(difference, "`/d/r[2]/x[1]`: found `2`, expected `3`");
    assert_eq!(found.difference(&found), None);
}

#[test]
fn hostile_documents_are_refused() {
    let deep = "<a>".repeat(5_000) + &"</a>".repeat(5_000);
    assert!(Element::read(&deep).is_err());
    assert!(Element::read("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>").is_err());
    assert!(Element::read("<a><b></a>").is_err());
}
