use super::fill::Fill;
use super::{Locale, Tongue};

#[test]
fn languages_are_found_by_their_primary_tag() {
    assert_eq!(Tongue::from_tag("zh-TW"), Some(Tongue::Zh));
    assert_eq!(Tongue::from_tag("en_GB"), Some(Tongue::En));
    assert_eq!(Tongue::from_tag("ug"), None);
}

#[test]
fn messages_speak_both_languages() {
    let said = |tongue, n| Locale(tongue).say(Fill::ReviewOpen { n }).to_string();
    assert_eq!(said(Tongue::Zh, 2), "还有 2 题没有回答");
    assert_eq!(said(Tongue::En, 2), "2 questions without an answer");
    assert_eq!(said(Tongue::En, 1), "1 question without an answer");
}

#[test]
fn moments_are_told_in_local_time() {
    let at = 1_795_386_600_000; // 2026-11-22T21:50:00Z
    let moment = |tongue, offset| Locale(tongue).moment(at, offset);
    assert_eq!(moment(Tongue::Zh, 480), "11月23日 06:30");
    assert_eq!(moment(Tongue::En, 0), "22 Nov, 22:30");
}
