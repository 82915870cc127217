//! Functions that few questionnaires use and that weigh much in a download. The resident's page
//! carries them only where a questionnaire there calls one (feature `rare-functions`).

use md5::Md5;
use regex_lite::{Regex, RegexBuilder};
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use super::call::Call;
use super::eval::Evaluated;
use super::function::Function;
use super::moment::Moment;
use super::strings::index;
use super::texts::tokens;
use super::value::XValue;

/// A pattern that must match a whole text, as JavaRosa and ODK's documentation have it.
pub(super) fn whole_match(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(&format!("^(?:{pattern})$"))
        .size_limit(1 << 20)
        .build()
        .map_err(|it| format!("not a pattern: {it}"))
}

impl Call<'_> {
    pub(super) fn rare(&self, function: Function) -> Evaluated<XValue> {
        use Function as F;
        match function {
            F::SelectedAt => self.selected_at(),
            F::BooleanFromString => {
                let text = self.text(0)?;
                Ok((text == "1" || text.eq_ignore_ascii_case("true")).into())
            }
            F::Checklist => self.checklist(false),
            F::WeightedChecklist => self.checklist(true),
            F::Join => Ok(self.texts(1)?.join(&self.text(0)?).into()),
            F::Substr => self.substr(),
            F::Substring => self.substring(),
            F::SubstringBefore => self.split(|parts| parts.0),
            F::SubstringAfter => self.split(|parts| parts.1),
            F::Translate => self.translate(),
            F::NormalizeSpace => {
                let text = self.text_or_here()?;
                Ok(tokens(&text).collect::<Vec<_>>().join(" ").into())
            }
            F::Sqrt => self.math(f64::sqrt),
            F::Pi => Ok(std::f64::consts::PI.into()),
            F::IndexedRepeat => self.indexed_repeat(),
            F::PullData => self.pull_data(),
            F::Randomize => self.randomize(),
            F::Name => self.node_name(false),
            F::LocalName => self.node_name(true),
            F::NamespaceUri => self.namespace_uri(),
            F::Itext => {
                let text = self.eval.world.itext(&self.text(0)?);
                Ok(text.unwrap_or_default().into())
            }
            F::Id => self.by_id(),
            F::Lang => self.lang(),
            F::Date => self.date(),
            F::DateTime => self.date_time(),
            F::FormatDate | F::FormatDateTime => self.format_date(),
            F::DecimalDateTime => Ok(self.moment(0)?.map_or(f64::NAN, Moment::days).into()),
            F::DecimalTime => self.decimal_time(),
            F::Regex => self.regex(),
            F::Digest => self.digest(),
            F::Base64Decode => self.base64_decode(),
            F::Uuid => self.uuid(),
            F::Pow => Ok(libm::pow(self.number(0)?, self.number(1)?).into()),
            F::Exp => self.math(libm::exp),
            F::Exp10 => self.math(libm::exp10),
            F::Log => self.math(libm::log),
            F::Log10 => self.math(libm::log10),
            F::Sin => self.math(libm::sin),
            F::Cos => self.math(libm::cos),
            F::Tan => self.math(libm::tan),
            F::Asin => self.math(libm::asin),
            F::Acos => self.math(libm::acos),
            F::Atan => self.math(libm::atan),
            F::Atan2 => Ok(libm::atan2(self.number(0)?, self.number(1)?).into()),
            F::Area => self.area(),
            F::Distance => self.distance(),
            F::Geofence => self.geofence(),
            F::Intersects => self.intersects(),
            common => self.refuse(0, format!("`{}` is no rare function", common.name())),
        }
    }

    fn base64_decode(&self) -> Evaluated<XValue> {
        Ok(base64_decode(&self.text(0)?).unwrap_or_default().into())
    }

    fn uuid(&self) -> Evaluated<XValue> {
        let below = |n: u32| ((self.eval.world.random() * f64::from(n)) as u32).min(n - 1);
        if self.len() == 1 {
            let len = index(self.number(0)?).clamp(0, 1000);
            let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
            let letter = |_| char::from(letters[below(62) as usize]);
            return Ok((0..len).map(letter).collect::<String>().into());
        }
        let pattern = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
        let digit = |n: u32| char::from_digit(n, 16).unwrap_or('0');
        let digits = pattern.chars().map(|c| match c {
            'x' => digit(below(16)),
            'y' => digit(8 + below(4)),
            other => other,
        });
        Ok(digits.collect::<String>().into())
    }

    fn regex(&self) -> Evaluated<XValue> {
        match whole_match(&self.text(1)?) {
            Ok(pattern) => Ok(pattern.is_match(&self.text(0)?).into()),
            Err(message) => self.refuse(1, message),
        }
    }

    fn digest(&self) -> Evaluated<XValue> {
        let text = self.text(0)?;
        let algorithm = self.text(1)?;
        let bytes = match algorithm.as_str() {
            "MD5" => Md5::digest(text).to_vec(),
            "SHA-1" => Sha1::digest(text).to_vec(),
            "SHA-256" => Sha256::digest(text).to_vec(),
            "SHA-384" => Sha384::digest(text).to_vec(),
            "SHA-512" => Sha512::digest(text).to_vec(),
            _ => {
                let known = "MD5, SHA-1, SHA-256, SHA-384 or SHA-512";
                return self.refuse(1, format!("expected {known}, found `{algorithm}`"));
            }
        };
        let encoding = match self.len() {
            3 => self.text(2)?,
            _ => "base64".to_owned(),
        };
        match encoding.as_str() {
            "hex" => Ok(hex(&bytes).into()),
            "base64" => Ok(base64_encode(&bytes).into()),
            _ => self.refuse(2, format!("expected hex or base64, found `{encoding}`")),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|it| [digit(it >> 4), digit(it & 15)])
        .collect()
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64_encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = (0..3).fold(0_u32, |bits, idx| {
            bits << 8 | u32::from(chunk.get(idx).copied().unwrap_or(0))
        });
        for idx in 0..4 {
            let letter = BASE64[(bits >> (18 - 6 * idx) & 63) as usize];
            text.push(if idx <= chunk.len() {
                char::from(letter)
            } else {
                '='
            });
        }
    }
    text
}

fn base64_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let (mut bits, mut held) = (0_u32, 0);
    for byte in text.trim().trim_end_matches('=').bytes() {
        if byte.is_ascii_whitespace() {
            continue;
        }
        let value = BASE64.iter().position(|it| *it == byte)? as u32;
        bits = (bits << 6 | value) & 0xFFFF;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 255) as u8);
        }
    }
    String::from_utf8(bytes).ok()
}
