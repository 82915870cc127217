use std::borrow::Cow;

use survey_core::expr::number_to_text;
use survey_core::interview::Complaint;

use crate::locale::Locale;
use crate::locale::fill::Fill;

/// A complaint in kind words; the author's own where there are some.
pub fn words(locale: Locale, complaint: &Complaint, offers_reasons: bool) -> Cow<'static, str> {
    let own = |words: &String, ours| match words.as_str() {
        "" => locale.words(ours),
        words => words.to_owned().into(),
    };
    let number = |it: &f64| number_to_text(*it);
    match complaint {
        Complaint::Required(words) if offers_reasons => own(words, Fill::PleaseAnswerOrReason),
        Complaint::Required(words) => own(words, Fill::PleaseAnswer),
        Complaint::Constraint(words) => own(words, Fill::PleaseCheck),
        Complaint::NotANumber => locale.words(Fill::PleaseNumber),
        Complaint::NotWhole => locale.words(Fill::PleaseWhole),
        Complaint::TooSmall(min) => locale.words(Fill::TooSmall { min: number(min) }),
        Complaint::TooLarge(max) => locale.words(Fill::TooLarge { max: number(max) }),
        Complaint::TooLong(max) => locale.words(Fill::TooLong { max: *max }),
        Complaint::TooFew(min) => locale.words(Fill::TooFew { min: *min }),
        Complaint::TooMany(max) => locale.words(Fill::TooMany { max: *max }),
        Complaint::NotADate => locale.words(Fill::PleaseDate),
        Complaint::NotATime => locale.words(Fill::PleaseTime),
        Complaint::NotAPlace => locale.words(Fill::PleasePlace),
        Complaint::Unranked(n) => locale.words(Fill::Unranked { n: *n }),
    }
}
