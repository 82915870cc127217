//! What the open screen needs and does not have yet.

use super::{Desk, Effect, PAGE, Showing, Slot, Tab};
use crate::worker::protocol::{Ask, Plan, Request, Ticket};

impl Desk {
    /// Asks for every piece of the open screen that is stale. Before anything is loaded there is
    /// nothing to ask for.
    pub(super) fn ask_for_what_is_shown(&mut self) -> Vec<Effect> {
        if self.holdings.count == 0 {
            return Vec::new();
        }
        match self.showing {
            Some(Showing::Responses) => self.ask_for_list(),
            Some(Showing::Analysis) => self.ask_for_analysis(),
            None => Vec::new(),
        }
    }

    fn ask_for_list(&mut self) -> Vec<Effect> {
        let Desk {
            list,
            lang,
            generation,
            last_ticket,
            ..
        } = self;
        let filter = &list.filter;
        let stamp = format!("{generation} {lang} {} {filter:?}", list.from);
        let page = Ask::List {
            filter: filter.clone(),
            from: list.from,
            len: PAGE,
            lang: lang.clone(),
        };
        let mut effects: Vec<Effect> = ask(&mut list.page, stamp, page, last_ticket)
            .into_iter()
            .collect();
        if let Some((which, slot)) = &mut list.open {
            let stamp = format!("{generation} {lang} {which:?}");
            let open = Ask::Open {
                which: which.clone(),
                lang: lang.clone(),
            };
            effects.extend(ask(slot, stamp, open, last_ticket));
        }
        effects
    }

    fn ask_for_analysis(&mut self) -> Vec<Effect> {
        let (asked, measured, crossed) = (
            self.analysis.asked().map(str::to_owned),
            self.analysis.measured().cloned(),
            self.analysis.crossed(),
        );
        let Desk {
            analysis,
            lang,
            generation,
            last_ticket,
            ..
        } = self;
        let (scope, tab) = (analysis.scope.clone(), analysis.tab);
        let base = format!("{generation} {lang} {scope:?}");
        let plan = |plan: Plan| Ask::Analyse {
            plan,
            scope: scope.clone(),
            lang: lang.clone(),
        };
        let mut effects = Vec::new();
        effects.extend(ask(
            &mut analysis.outline,
            base.clone(),
            plan(Plan::Outline),
            last_ticket,
        ));
        match tab {
            Tab::Overview => {
                effects.extend(ask(
                    &mut analysis.overview,
                    base,
                    plan(Plan::Overview),
                    last_ticket,
                ));
            }
            Tab::Questions => {
                effects.extend(ask(
                    &mut analysis.questions,
                    base.clone(),
                    plan(Plan::Questions),
                    last_ticket,
                ));
                if let Some(name) = asked {
                    let stamp = format!("{base} {name}");
                    effects.extend(ask(
                        &mut analysis.question,
                        stamp,
                        plan(Plan::Question(name)),
                        last_ticket,
                    ));
                }
            }
            Tab::Communities if analysis.here.is_some() => {
                let code = analysis.here.clone().unwrap_or_default();
                let stamp = format!("{base} {code}");
                effects.extend(ask(
                    &mut analysis.area,
                    stamp,
                    plan(Plan::Area(code)),
                    last_ticket,
                ));
            }
            Tab::Communities => {
                if let Some(measure) = measured {
                    let stamp = format!("{base} {measure:?}");
                    effects.extend(ask(
                        &mut analysis.areas,
                        stamp,
                        plan(Plan::Areas(measure)),
                        last_ticket,
                    ));
                }
            }
            Tab::Batteries => {
                effects.extend(ask(
                    &mut analysis.batteries,
                    base,
                    plan(Plan::Batteries),
                    last_ticket,
                ));
            }
            Tab::Cross => {
                if let Some(crossing) = crossed {
                    let stamp = format!("{base} {crossing:?}");
                    let plan = plan(Plan::Cross(crossing));
                    effects.extend(ask(&mut analysis.cross, stamp, plan, last_ticket));
                }
            }
            Tab::Drivers => {
                let (outcome, battery, items) = analysis.driven.clone().unwrap_or_default();
                let stamp = format!("{base} {outcome} {battery} {items:?}");
                let plan = plan(Plan::Drivers {
                    outcome,
                    battery,
                    items,
                });
                effects.extend(ask(&mut analysis.drivers, stamp, plan, last_ticket));
            }
            Tab::Weights => {
                let (recipe, table) = (analysis.draft.clone(), analysis.table.clone());
                let stamp = format!("{base} {recipe:?} {table:?}");
                let plan = plan(Plan::Weights { recipe, table });
                effects.extend(ask(&mut analysis.weights, stamp, plan, last_ticket));
            }
            Tab::Quality => {
                let looked = analysis.looked.clone();
                let stamp = format!("{base} {looked:?}");
                let plan = plan(Plan::Quality(looked));
                effects.extend(ask(&mut analysis.quality, stamp, plan, last_ticket));
            }
        }
        effects
    }
}

fn ask<T>(slot: &mut Slot<T>, stamp: String, ask: Ask, last: &mut Ticket) -> Option<Effect> {
    if !slot.is_stale(&stamp) {
        return None;
    }
    *last += 1;
    slot.ask(stamp, *last);
    let request = Request { ticket: *last, ask };
    Some(Effect::Ask(request, None))
}
