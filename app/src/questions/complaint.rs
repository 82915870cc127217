use survey_core::interview::Complaint;
use yew::AttrValue;

use crate::locale::Locale;
use crate::locale::fill::Fill;

/// A complaint in kind words; the author's own where there are some.
pub fn words(locale: Locale, complaint: &Complaint, offers_reasons: bool) -> AttrValue {
    let own = |words: &String, ours| match words.as_str() {
        "" => locale.say(ours),
        words => AttrValue::from(words.to_owned()),
    };
    let number = |it: &f64| it.to_string();
    match complaint {
        Complaint::Required(words) if offers_reasons => own(words, Fill::PleaseAnswerOrReason),
        Complaint::Required(words) => own(words, Fill::PleaseAnswer),
        Complaint::Constraint(words) => own(words, Fill::PleaseCheck),
        Complaint::NotANumber => locale.say(Fill::PleaseNumber),
        Complaint::NotWhole => locale.say(Fill::PleaseWhole),
        Complaint::TooSmall(min) => locale.say(Fill::TooSmall { min: number(min) }),
        Complaint::TooLarge(max) => locale.say(Fill::TooLarge { max: number(max) }),
        Complaint::TooLong(max) => locale.say(Fill::TooLong { max: *max }),
        Complaint::TooFew(min) => locale.say(Fill::TooFew { min: *min }),
        Complaint::TooMany(max) => locale.say(Fill::TooMany { max: *max }),
        Complaint::NotADate => locale.say(Fill::PleaseDate),
        Complaint::NotATime => locale.say(Fill::PleaseTime),
    }
}
