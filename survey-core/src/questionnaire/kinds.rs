//! From a draft's type and settings to a kind.

use std::sync::Arc;

use super::build::Builder;
use super::field::MAX_POINTS;
use super::{
    Bounds, ChoicesFrom, DraftItem, Geo, Kind, Medium, Metadata, Range, Repeats, Select, TextField,
    Type,
};

impl Builder {
    pub(super) fn kind(&mut self, draft: &DraftItem) -> Kind {
        match draft.kind {
            Type::Note => Kind::Note,
            Type::Consent => Kind::Consent(self.select(draft)),
            Type::SelectOne => Kind::SelectOne(self.select(draft)),
            Type::SelectMultiple => Kind::SelectMultiple(self.select(draft)),
            Type::Integer => Kind::Integer(self.bounds(draft)),
            Type::Decimal => Kind::Decimal(self.bounds(draft)),
            Type::Range => Kind::Range(self.range(draft)),
            Type::Text => Kind::Text(TextField {
                max_length: draft.max_length,
                rows: draft.rows.unwrap_or(1).clamp(1, 20),
            }),
            Type::Date => Kind::Date,
            Type::Time => Kind::Time,
            Type::Area => Kind::Area(draft.level.clone()),
            Type::Calculate => Kind::Calculate,
            Type::Group => Kind::Group,
            Type::Repeat => Kind::Repeat(self.repeats(draft)),
            Type::Rank => Kind::Rank(self.select(draft)),
            Type::DateTime => Kind::DateTime,
            Type::Geopoint => Kind::Geo(Geo::Point),
            Type::Geotrace => Kind::Geo(Geo::Trace),
            Type::Geoshape => Kind::Geo(Geo::Shape),
            Type::Image => Kind::File(Medium::Image),
            Type::Audio => Kind::File(Medium::Audio),
            Type::Video => Kind::File(Medium::Video),
            Type::File => Kind::File(Medium::Any),
            Type::Barcode => Kind::Barcode,
            Type::Acknowledge => Kind::Acknowledge,
            Type::Hidden => Kind::Hidden,
            Type::Start => Kind::Metadata(Metadata::Start),
            Type::End => Kind::Metadata(Metadata::End),
            Type::Today => Kind::Metadata(Metadata::Today),
            Type::DeviceId => Kind::Metadata(Metadata::DeviceId),
            Type::Username => Kind::Metadata(Metadata::Username),
            Type::PhoneNumber => Kind::Metadata(Metadata::PhoneNumber),
            Type::Email => Kind::Metadata(Metadata::Email),
            Type::Audit => Kind::Metadata(Metadata::Audit),
        }
    }

    fn repeats(&mut self, draft: &DraftItem) -> Repeats {
        match self.expr(draft.repeat_count.as_deref(), &draft.at, "repeat_count") {
            Some(count) => Repeats::Counted(count.from_above()),
            None if draft.no_add_remove => Repeats::Fixed,
            None => Repeats::Open,
        }
    }

    fn choices_from(&mut self, draft: &DraftItem) -> Option<ChoicesFrom> {
        let from = draft.choices_from.as_ref()?;
        let at = format!("{}/choices_from", draft.at);
        Some(ChoicesFrom {
            nodeset: self.expr(Some(&from.nodeset), &at, "nodeset")?,
            value: from.value.clone(),
            label: from.label.clone(),
        })
    }

    fn select(&mut self, draft: &DraftItem) -> Select {
        let list = draft.list.clone().unwrap_or_default();
        let from = self.choices_from(draft);
        let choices = match (self.lists.get(&list), &draft.list) {
            (None, _) if draft.choices_from.is_some() => Arc::default(),
            (Some(choices), _) => choices.clone(),
            (None, Some(_)) => {
                let known = self.lists.keys().map(String::as_str);
                let at = format!("{}/choices", draft.at);
                self.problems.unknown(&at, "choice list", &list, known);
                Arc::default()
            }
            (None, None) => {
                self.problems
                    .push(&draft.at, "`choices` is missing, the name of a choice list");
                Arc::default()
            }
        };
        // Several codes are written with spaces between them.
        let many = matches!(draft.kind, Type::SelectMultiple | Type::Rank);
        if let Some(code) = choices
            .iter()
            .find(|it| many && it.name.contains(char::is_whitespace))
        {
            let text = format!(
                "found the choice `{}`, expected a code without spaces",
                code.name
            );
            self.problems.push(&format!("{}/choices", draft.at), text);
        }
        let limit = |value: Option<f64>| value.filter(|it| *it >= 0.0).map(|it| it as u32);
        Select {
            list,
            choices,
            filter: self.expr(draft.choice_filter.as_deref(), &draft.at, "choice_filter"),
            randomize: draft.randomize,
            min: limit(draft.min),
            max: limit(draft.max),
            seed: self.expr(draft.seed.as_deref(), &draft.at, "seed"),
            from,
        }
    }

    fn bounds(&mut self, draft: &DraftItem) -> Bounds {
        if let (Some(min), Some(max)) = (draft.min, draft.max)
            && min > max
        {
            let at = format!("{}/parameters", draft.at);
            self.problems
                .push(&at, format!("found min {min} above max {max}"));
        }
        Bounds {
            min: draft.min,
            max: draft.max,
        }
    }

    fn range(&mut self, draft: &DraftItem) -> Range {
        let (start, end) = (draft.start.unwrap_or(1.0), draft.end.unwrap_or(10.0));
        let step = draft.step.unwrap_or(1.0);
        let usable = Range::is_usable(start, end, step);
        if !usable {
            let text = format!(
                "found {start} to {end} in steps of {step}, expected 2 to {MAX_POINTS} points"
            );
            self.problems
                .push(&format!("{}/parameters", draft.at), text);
        }
        let (end, step) = if usable {
            (end, step)
        } else {
            (start + 1.0, 1.0)
        };
        Range {
            start,
            end,
            step,
            start_label: draft.start_label.clone(),
            end_label: draft.end_label.clone(),
        }
    }
}
