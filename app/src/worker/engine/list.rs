//! The list of responses: filtered, in stretches.

use std::collections::BTreeMap;

use survey_core::response::Record;

use super::Engine;
use super::arrange::Brief;
use crate::worker::protocol::{Facet, FacetValue, Listed, Row, RowFilter};

/// A filter in numbers, so that a hundred thousand rows are checked at once.
struct Wanted {
    survey: Option<u16>,
    /// By number of the area, whether it lies inside.
    areas: Option<Vec<bool>>,
    mode: Option<u16>,
    wave: Option<u16>,
    day: Option<u16>,
    text: String,
}

/// A facet and its value in a row.
type FacetOf = (&'static str, fn(&Brief) -> u16);

/// What a row can be filtered by; the place of a facet is its number here.
const FACETS: [FacetOf; 5] = [
    ("survey", |it| it.survey),
    ("area", |it| it.area),
    ("mode", |it| it.mode),
    ("wave", |it| it.wave),
    ("day", |it| it.day),
];

impl Wanted {
    fn of(engine: &Engine, filter: &RowFilter) -> Wanted {
        let names = &engine.arranged.names;
        // A word that no row has is one that no row matches.
        let number = |word: &Option<String>| {
            let word = word.as_ref()?;
            Some(names.find(word).unwrap_or(u16::MAX))
        };
        let inside = |code: &String| {
            let lies = |name: &str| {
                name == code || engine.areas.ancestors(name).any(|it| it.code == *code)
            };
            names.iter().map(|(_, name)| lies(name)).collect()
        };
        Wanted {
            survey: number(&filter.survey),
            areas: filter.area.as_ref().map(inside),
            mode: number(&filter.mode),
            wave: number(&filter.wave),
            day: number(&filter.day),
            text: filter.text.trim().to_lowercase(),
        }
    }

    /// Which facets stand against the row; bit `i` for facet `i`, bit 7 for the text.
    fn against(&self, record: &Record, brief: &Brief) -> u8 {
        let differs = |wanted: Option<u16>, found: u16| wanted.is_some_and(|it| it != found);
        let outside = |areas: &Vec<bool>| !areas[usize::from(brief.area)];
        let bits = [
            differs(self.survey, brief.survey),
            self.areas.as_ref().is_some_and(outside),
            differs(self.mode, brief.mode),
            differs(self.wave, brief.wave),
            differs(self.day, brief.day),
        ];
        let text = !self.text.is_empty()
            && !record.header().id.to_lowercase().contains(&self.text)
            && !brief.receipt.to_lowercase().contains(&self.text);
        let facets = bits.iter().enumerate();
        facets.fold(u8::from(text) << 7, |all, (at, it)| {
            all | u8::from(*it) << at
        })
    }
}

impl Engine {
    pub(super) fn list(&self, filter: &RowFilter, from: u32, len: u32, lang: &str) -> Listed {
        let wanted = Wanted::of(self, filter);
        let mut counts: [BTreeMap<u16, u32>; 5] = Default::default();
        let mut rows = Vec::new();
        let mut total = 0;
        for row in &self.arranged.order {
            let Some((record, brief)) = self.row(*row) else {
                continue;
            };
            let against = wanted.against(record, brief);
            for (at, (_, value)) in FACETS.iter().enumerate() {
                // A facet offers what would be left with all the others as they are.
                if against & !(1u8 << at) == 0 {
                    *counts[at].entry(value(brief)).or_default() += 1;
                }
            }
            if against == 0 {
                if (from..from.saturating_add(len)).contains(&total) {
                    rows.push(self.listed(*row, record, brief, lang));
                }
                total += 1;
            }
        }
        let facets = FACETS.iter().zip(counts);
        Listed {
            total,
            from,
            rows,
            facets: facets
                .map(|((key, _), counts)| self.row_facet(key, &counts, lang))
                .collect(),
        }
    }

    /// Rows that the filter lets through, in the order of the list.
    pub(super) fn filtered(&self, filter: &RowFilter) -> Vec<u32> {
        let wanted = Wanted::of(self, filter);
        let fits = |row: &&u32| {
            self.row(**row)
                .is_some_and(|(record, brief)| wanted.against(record, brief) == 0)
        };
        self.arranged.order.iter().filter(fits).copied().collect()
    }

    pub(super) fn listed(&self, row: u32, record: &Record, brief: &Brief, lang: &str) -> Row {
        let header = record.header();
        let names = &self.arranged.names;
        let brought = |it: &(&u32, &Vec<_>)| it.1.binary_search(&header.digest).is_ok();
        let area = header.area.as_deref().unwrap_or_default();
        Row {
            row,
            id: header.id.to_string(),
            ended: format!(
                "{} {:02}:{:02}",
                names.get(brief.day),
                brief.minute / 60,
                brief.minute % 60
            ),
            survey: self.title(&header.survey.id, lang),
            area: self.path(area, lang),
            mode: names.get(brief.mode).to_owned(),
            language: names.get(brief.language).to_owned(),
            disposition: names.get(brief.disposition).to_owned(),
            source: self.sources.iter().find(brought).map_or(0, |it| *it.0),
            revision: header.revision,
            simulated: header.simulated,
            conflict: self.arranged.conflicts.contains(&header.digest),
        }
    }

    /// The title of a survey; its id if it is not here.
    pub(super) fn title(&self, id: &str, lang: &str) -> String {
        let newest = self.versions(id).pop();
        newest.map_or_else(|| id.to_owned(), |it| it.title_in(lang).to_owned())
    }

    /// An area and what it lies in, the smallest first; the root is everybody's and left out.
    pub(super) fn path(&self, code: &str, lang: &str) -> Vec<String> {
        let mut path: Vec<&survey_core::base::Area> = self.areas.ancestors(code).collect();
        if path.is_empty() {
            return Some(code.to_owned())
                .filter(|it| !it.is_empty())
                .into_iter()
                .collect();
        }
        if path.len() > 1 {
            path.pop();
        }
        path.iter()
            .map(|it| it.name.get(lang, "zh").to_owned())
            .collect()
    }

    fn row_facet(&self, key: &str, counts: &BTreeMap<u16, u32>, lang: &str) -> Facet {
        let names = &self.arranged.names;
        let named = counts.iter().filter(|it| *it.0 != 0);
        let mut values: Vec<FacetValue> = if key == "area" {
            self.area_values(named.map(|it| (names.get(*it.0), *it.1)), lang)
        } else {
            let value = |(number, count): (&u16, &u32)| FacetValue {
                key: names.get(*number).to_owned(),
                label: match key {
                    "survey" => self.title(names.get(*number), lang),
                    _ => String::new(),
                },
                parent: None,
                count: *count,
            };
            named.map(value).collect()
        };
        if key != "area" {
            values.sort_by(|a, b| a.key.cmp(&b.key));
        }
        Facet {
            key: key.to_owned(),
            label: String::new(),
            values,
        }
    }

    /// Streets and communities with responses, in the order of the tree, each with all inside it.
    pub(super) fn area_values<'a>(
        &self,
        counts: impl Iterator<Item = (&'a str, u32)>,
        lang: &str,
    ) -> Vec<FacetValue> {
        let mut inside: BTreeMap<&str, u32> = BTreeMap::new();
        for (code, count) in counts {
            for area in self.areas.ancestors(code) {
                *inside.entry(area.code.as_str()).or_default() += count;
            }
        }
        let offered = |it: &&survey_core::base::Area| {
            matches!(it.level.as_str(), "street" | "community" | "village")
        };
        let areas = self.areas.areas().iter().filter(offered);
        areas
            .filter_map(|area| {
                Some(FacetValue {
                    key: area.code.clone(),
                    label: area.name.get(lang, "zh").to_owned(),
                    parent: area.parent.clone().filter(|_| area.level != "street"),
                    count: *inside.get(area.code.as_str())?,
                })
            })
            .collect()
    }
}
