use std::sync::Arc;

use survey_core::format::survey;
use survey_core::interview::{Effect, Event, Interview, JournalEntry, Layout, Stage};
use survey_core::questionnaire::Questionnaire;

use super::*;

fn built(form: &Form) -> Arc<Questionnaire> {
    let read = survey::from_value(minyi(form));
    Arc::new(read.unwrap_or_else(|it| panic!("{it}")).questionnaire)
}

fn begun(form: &Form, layout: Layout) -> Interview {
    let form = built(form);
    let start = start(&form, layout);
    Interview::start(form, start).unwrap()
}

#[test]
fn the_large_form_is_as_large_as_it_says() {
    let form = large();
    let all = form.all();
    let count = |keeps: &dyn Fn(&Item) -> bool| all.iter().filter(|it| keeps(it)).count();
    assert_eq!(count(&|it| it.body.is_question()), N_QUESTIONS);
    assert_eq!(count(&|it| it.relevant.is_some()), N_RELEVANT);
    let calculated = count(&|it| matches!(it.body, Body::Calculate(_)));
    assert_eq!(calculated, N_CALCULATIONS);
    let depth = form.items[0].body.items()[0].body.items().len();
    assert_eq!(depth, 25, "questions stand two groups deep");
}

#[test]
fn forms_are_the_same_every_time() {
    assert_eq!(minyi(&large()), minyi(&large()));
    assert_eq!(xform(&repeat(3)), xform(&repeat(3)));
}

#[test]
fn every_answer_is_taken_and_the_total_of_the_whole_form_follows() {
    let form = large();
    let mut interview = begun(&form, Layout::Question);
    for entry in answers(&form, 0) {
        let effects = interview.apply(entry);
        assert!(matches!(effects[..], [Effect::Store(_)]), "{effects:?}");
    }
    let last = format!("s20_c{}", N_CALCULATIONS / 20);
    let total = interview.answer_at(&last).expect("it is calculated");
    let total = total.value().unwrap().to_xpath();
    assert!(total.parse::<f64>().unwrap() > 1_000.0, "{total}");
    assert!(interview.is_relevant("s20_2"));
    for entry in answers(&form, 1) {
        interview.apply(entry);
    }
    assert!(!interview.is_relevant("s20_2"), "the choosers say no now");
    assert_eq!(interview.stage(), Stage::Asking);
}

#[test]
fn the_repeat_has_its_instances_and_totals() {
    let mut interview = begun(&repeat(N_INSTANCES), Layout::Section);
    let place = format!("member[{N_INSTANCES}]/m02");
    let event = Event::Answer {
        place: place.clone(),
        input: survey_core::interview::Input::Value(survey_core::base::Value::Number(7.0)),
    };
    interview.apply(JournalEntry { at: 1, event });
    assert!(interview.is_relevant(&place));
    let total = interview.answer_at("total").unwrap().value().unwrap();
    assert_eq!(total.to_xpath(), "7");
}

#[test]
fn the_other_documents_say_the_same() {
    let form = large();
    let xml = xform(&form);
    assert_eq!(xml.matches(" relevant=").count(), N_RELEVANT);
    assert_eq!(xml.matches(" calculate=").count(), N_CALCULATIONS);
    let js = surveyjs(&form).to_string();
    assert_eq!(js.matches("\"title\"").count(), 1 + 20 + 40 + N_QUESTIONS);
    let js = surveyjs(&form);
    assert_eq!(
        js["calculatedValues"].as_array().unwrap().len(),
        N_CALCULATIONS
    );
}

#[test]
fn references_inside_a_repeat_are_relative_in_xml() {
    let xml = xform(&repeat(2));
    assert!(xml.contains("relevant=\"../m"), "{xml}");
    assert!(
        xml.contains("calculate=\"sum(/data/member/m_sum)\""),
        "{xml}"
    );
}

#[test]
fn a_long_list_is_filtered() {
    let mut interview = begun(&long_list(500), Layout::Question);
    for entry in answers(&long_list(500), 0) {
        interview.apply(entry);
    }
    assert_eq!(interview.choices_at("place").len(), 50);
}

#[test]
fn the_growing_repeat_grows() {
    let form = built(&growing());
    let start = start(&form, Layout::Question);
    let mut interview = Interview::start(form.clone(), start).unwrap();
    let place = "member".to_owned();
    let event = Event::AddRepeat { place };
    interview.apply(JournalEntry { at: 1, event });
    assert!(interview.is_relevant("member[2]/m01"));
    assert!(!interview.is_relevant("member[3]/m01"));
}
