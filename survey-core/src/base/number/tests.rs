use proptest::prelude::*;

use super::{Digits, plain, read};

fn doubles() -> impl Strategy<Value = f64> {
    let any = any::<u64>().prop_map(|it| f64::from_bits(it >> 1));
    let powers = (1_u64..2047).prop_map(|it| f64::from_bits(it << 52));
    let subnormal = (1_u64..1 << 52).prop_map(f64::from_bits);
    let typed =
        (1_u32..1_000_000, 0_u32..12).prop_map(|(n, k)| f64::from(n) / 10_u64.pow(k) as f64);
    let all = prop_oneof![4 => any, 1 => powers, 1 => subnormal, 2 => typed];
    all.prop_filter("finite and above 0", |it| it.is_finite() && *it > 0.0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn digits_are_those_of_the_standard_library(number in doubles()) {
        let Digits { digits, point } = Digits::of(number);
        prop_assert_eq!(&Digits::many(number).digits, &digits);
        let (expected, exponent) = {
            let text = format!("{number:e}");
            let (mantissa, exponent) = text.split_once('e').expect("an exponent");
            (mantissa.replace('.', ""), exponent.parse::<i32>().expect("digits"))
        };
        prop_assert_eq!(point, exponent + 1);
        if digits != expected {
            // Of two equally close ones it takes the larger and we take the even.
            let even = format!("{number:.*e}", expected.len() - 1).replace('.', "");
            prop_assert!(even.starts_with(&digits) && digits.len() == expected.len());
        }
        prop_assert_eq!(plain(number).parse(), Ok(number));
        prop_assert_eq!(plain(-number).parse(), Ok(-number));
        prop_assert_eq!(read(&format!("0.{digits}e{point}")), Some(number));
    }

    #[test]
    fn reads_as_the_standard_library_does(
        text in "[-+]?([0-9]{1,25}(\\.[0-9]{0,25})?|\\.[0-9]{1,4})([eE][-+]?[0-9]{1,3})?",
    ) {
        prop_assert_eq!(read(&text), text.parse().ok());
    }

    #[test]
    fn reads_points_between_two_doubles(
        whole in 1_u64 << 52..1 << 53,
        places in 0_u32..30,
        beside in -1_i8..=1,
        power in -320_i32..280,
    ) {
        // Exactly half way, or a little beside it far behind the point.
        let half = u128::from(whole * 2 + 1) * 5_u128.pow(places);
        let tail = ["9", "0", "1"][(beside + 1) as usize];
        let half = half - u128::from(beside < 0);
        let text = format!("{half}.{}{tail}e-{places}", tail.repeat(30).replace('1', "0"));
        prop_assert_eq!(read(&text), text.parse().ok());
        let text = format!("{half}e{power}");
        prop_assert_eq!(read(&text), text.parse().ok());
    }

    #[test]
    fn refuses_what_is_no_number(text in "[-+.e0-9 x]{0,6}") {
        prop_assert_eq!(read(&text), text.parse().ok());
    }
}

#[test]
fn reads_the_ends_of_the_range() {
    let long = format!("0.{}1e400", "0".repeat(398));
    let longer = format!("1{}e-2000", "0".repeat(2_000));
    let sticky = format!("9007199254740993.{}1", "0".repeat(2_000));
    for text in [
        "1.7976931348623157e308",
        "1.7976931348623158e308",
        "1.797693134862315808e308",
        "1e309",
        "4.9e-324",
        "2.4703282292062328e-324",
        "2.4703282292062327e-324",
        "2.2250738585072011e-308",
        "1e-400",
        "0e999999999999",
        "1e999999999999",
        "-1e-999999999999",
        "9007199254740993",
        &long,
        &longer,
        &sticky,
    ] {
        assert_eq!(read(text), text.parse().ok(), "{text}");
    }
    assert!(read("-0").is_some_and(|it| it == 0.0 && it.is_sign_negative()));
    for text in ["", ".", "-", "e5", "1e", "inf", "nan", "١", "1_0", "--1"] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn writes_without_exponent() {
    for (number, text) in [
        (0.0, "0"),
        (-0.0, "0"),
        (1200.0, "1200"),
        (-2.5, "-2.5"),
        (0.001, "0.001"),
        (1e21, "1000000000000000000000"),
        (0.1 + 0.2, "0.30000000000000004"),
    ] {
        assert_eq!(plain(number), text);
    }
}
