use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Object, Rewriter, digest, seal, write, write_number};
use crate::format::json::{Fault, Reader};

fn rewrite(text: &str) -> Result<String, Fault> {
    let mut rewriter = Rewriter::default();
    rewriter.rewrite(&mut Reader::new(text.as_bytes(), 0), 1 << 20)?;
    Ok(rewriter.text().to_owned())
}

/// Both ways to the canonical text.
fn both(text: &str) -> String {
    let from_text = rewrite(text).expect("valid");
    let tree = crate::format::json::parse(text).expect("valid");
    assert_eq!(write(&tree), from_text);
    from_text
}

#[test]
fn numbers_of_rfc_8785_appendix_b() {
    let numbers: [(u64, &str); 24] = [
        (0x0000000000000000, "0"),
        (0x8000000000000000, "0"),
        (0x0000000000000001, "5e-324"),
        (0x8000000000000001, "-5e-324"),
        (0x7fefffffffffffff, "1.7976931348623157e+308"),
        (0xffefffffffffffff, "-1.7976931348623157e+308"),
        (0x4340000000000000, "9007199254740992"),
        (0xc340000000000000, "-9007199254740992"),
        (0x4430000000000000, "295147905179352830000"),
        (0x44b52d02c7e14af5, "9.999999999999997e+22"),
        (0x44b52d02c7e14af6, "1e+23"),
        (0x44b52d02c7e14af7, "1.0000000000000001e+23"),
        (0x444b1ae4d6e2ef4e, "999999999999999700000"),
        (0x444b1ae4d6e2ef4f, "999999999999999900000"),
        (0x444b1ae4d6e2ef50, "1e+21"),
        (0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"),
        (0x3eb0c6f7a0b5ed8d, "0.000001"),
        (0x41b3de4355555553, "333333333.3333332"),
        (0x41b3de4355555554, "333333333.33333325"),
        (0x41b3de4355555555, "333333333.3333333"),
        (0x41b3de4355555556, "333333333.3333334"),
        (0x41b3de4355555557, "333333333.33333343"),
        (0xbecbf647612f3696, "-0.0000033333333333333333"),
        (0x43143ff3c1cb0959, "1424953923781206.2"),
    ];
    for (bits, expected) in numbers {
        let mut out = String::new();
        write_number(f64::from_bits(bits), &mut out);
        assert_eq!(out, expected);
        assert_eq!(rewrite(expected).as_deref(), Ok(expected));
    }
}

#[test]
fn the_example_of_rfc_8785_section_3_2_2() {
    let text = r#"{
        "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
        "literals": [null, true, false]
    }"#;
    let expected = r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"#;
    assert_eq!(both(text), expected);
}

#[test]
fn the_sorting_of_rfc_8785_section_3_2_3() {
    let text = r#"{
        "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis"
    }"#;
    let sorted: Vec<String> = both(text)
        .split('"')
        .filter(|it| it.chars().count() > 2)
        .map(|it| it.split(' ').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(
        sorted,
        [
            "Carriage", "One", "Control", "Latin", "Euro", "Emoji:", "Hebrew"
        ]
    );
}

#[test]
fn short_decimals_are_canonical_as_they_stand_or_not() {
    let cases = [
        ("4.2", "4.2"),
        ("0.5", "0.5"),
        ("4.20", "4.2"),
        ("10", "10"),
        ("1.0", "1"),
        ("0", "0"),
        ("0.0", "0"),
        ("-0", "0"),
        ("0.000001", "0.000001"),
        ("0.0000001", "1e-7"),
        ("-1.5", "-1.5"),
        ("123456789012.25", "123456789012.25"),
        ("1E2", "100"),
        ("0.1234567", "0.1234567"),
        ("9007199254740993", "9007199254740992"),
    ];
    for (text, expected) in cases {
        assert_eq!(both(text), expected);
    }
}

#[test]
fn what_is_ambiguous_or_hostile_is_refused() {
    let fault = rewrite(r#"{"b":{"a":1,"\u0061":2}}"#).expect_err("doubled");
    assert_eq!(
        fault.to_string(),
        "byte 5: the key `a` stands twice in one object"
    );
    assert!(rewrite("1e999").is_err());
    assert!(rewrite(&"[".repeat(65)).is_err());
    let mut rewriter = Rewriter::default();
    let mut reader = Reader::new(br#"["0123456789"]"#, 0);
    let fault = rewriter.rewrite(&mut reader, 8).expect_err("too large");
    assert_eq!(
        fault.to_string(),
        "byte 0: one value is larger than 8 bytes"
    );
    let fault = rewriter
        .rewrite(&mut Reader::new(b"[\"\xff\"]", 0), 80)
        .expect_err("not UTF-8");
    assert_eq!(fault.to_string(), "byte 0: found bytes that are not UTF-8");
}

#[test]
fn one_field_can_be_left_out() {
    let mut rewriter = Rewriter::default();
    let mut without = |text: &str| {
        rewriter
            .rewrite(&mut Reader::new(text.as_bytes(), 0), 100)
            .expect("valid");
        String::from_utf8(rewriter.without("d").concat()).expect("UTF-8")
    };
    assert_eq!(without(r#"{"d":{"d":1}}"#), "{}");
    assert_eq!(without(r#"{"e":1,"d":[2]}"#), r#"{"e":1}"#);
    assert_eq!(without(r#"{"c":{"d":0},"d":2}"#), r#"{"c":{"d":0}}"#);
    assert_eq!(without(r#"{"e":1,"d":2,"a":3}"#), r#"{"a":3,"e":1}"#);
    assert_eq!(without(r#"{"a":3}"#), r#"{"a":3}"#);
}

#[test]
fn sealing_again_changes_nothing() {
    let Value::Object(mut object) = json!({"b": 1, "a": [true, "末"]}) else {
        unreachable!()
    };
    let bare = digest(&Value::Object(object.clone()));
    seal(&mut object);
    assert_eq!(object["digest"], bare);
    let once = object.clone();
    seal(&mut object);
    assert_eq!(object, once);
}

/// Any JSON, with keys that sort badly.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        prop::num::f64::NORMAL.prop_map(Value::from),
        "[a\"\\\\\n\u{e9}\u{ffee}\u{1f600}]{0,4}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map("[a-c\"\n\u{e000}\u{1f600}]{0,3}", inner, 0..6)
                .prop_map(|it| Value::Object(it.into_iter().collect())),
        ]
    })
}

/// Writes JSON with keys in reverse and a space wherever one may stand.
fn untidy(value: &Value, out: &mut String) {
    match value {
        Value::Array(values) => {
            out.push_str("[ ");
            for (idx, value) in values.iter().enumerate() {
                out.push_str(if idx > 0 { "\t, " } else { "" });
                untidy(value, out);
            }
            out.push_str("\n]");
        }
        Value::Object(members) => {
            out.push_str("{\r\n");
            for (idx, (key, value)) in members.iter().rev().enumerate() {
                out.push_str(if idx > 0 { " , " } else { "" });
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push_str(" :  ");
                untidy(value, out);
            }
            out.push('}');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            out.push_str(&value.to_string());
        }
    }
}

proptest! {
    #[test]
    fn order_and_spaces_change_nothing(value in any_json()) {
        let canonical = write(&value);
        let mut text = String::new();
        untidy(&value, &mut text);
        let rewritten = rewrite(&text);
        prop_assert_eq!(rewritten.as_deref(), Ok(canonical.as_str()));
        // It is a fixed point, and still says the same.
        let again = rewrite(&canonical);
        prop_assert_eq!(again.as_deref(), Ok(canonical.as_str()));
    }

    #[test]
    fn doubles_come_back(bits in any::<u64>()) {
        let number = f64::from_bits(bits);
        prop_assume!(number.is_finite());
        let mut out = String::new();
        write_number(number, &mut out);
        let back = Reader::new(out.as_bytes(), 0).number();
        prop_assert_eq!(back.map(|it| it + 0.0), Ok(number + 0.0));
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Reader::new(&bytes, 0).skip();
        let _ = Rewriter::default().rewrite(&mut Reader::new(&bytes, 0), 100);
    }
}

#[test]
fn an_object_is_canonical_whatever_the_order_of_its_fields() {
    let mut object = Object::default();
    object.words("\u{ff5e}", "\"\n末");
    object.words("𝄞", "a");
    object.number("n", -0.5);
    object.flag("b", true);
    object.maybe("none", None);
    object.list("l", &["x".to_owned(), "y".to_owned()]);
    object.number("n", 1e21);
    let mut inner = Object::default();
    inner.words("digest", "old");
    inner.object("empty", &Object::default());
    inner.seal();
    object.object("o", &inner);
    let mut tree = json!({"𝄞": "a", "\u{ff5e}": "\"\n末", "n": 1e21, "b": true, "l": ["x", "y"]});
    let mut sealed = json!({"empty": {}});
    seal(sealed.as_object_mut().expect("an object"));
    tree["o"] = sealed;
    assert_eq!(object.to_string(), write(&tree));
}
