//! What the worker's answers change. Late ones change nothing.

use super::{Desk, Effect, Slot, SourceState, Trouble};
use crate::worker::protocol::{Analysed, ExportFormat, Progress, Reply, Said, Ticket};

impl Desk {
    pub(super) fn replied(&mut self, reply: Reply, blob: Option<web_sys::Blob>) -> Vec<Effect> {
        let ticket = reply.ticket;
        match reply.said {
            Said::Progress(progress) => self.progress(ticket, progress),
            Said::Loaded {
                source,
                report,
                holdings,
            } => {
                return self.loaded(source, report, holdings);
            }
            Said::Forgotten(holdings) => {
                self.hold(holdings);
            }
            Said::Listed(listed) => {
                if self.list.page.waits_for(ticket) {
                    self.list.page.settle(Ok(listed));
                }
            }
            Said::Opened(opened) => {
                if let Some((_, slot)) = self.list.open.as_mut().filter(|it| it.1.waits_for(ticket))
                {
                    slot.settle(Ok(*opened));
                }
            }
            Said::Exported { ids, .. } => return self.exported(ticket, blob, ids),
            Said::Reproduced => {
                let name = "minyi-r.zip".to_owned();
                return blob
                    .map(|it| Effect::Download(name, it))
                    .into_iter()
                    .collect();
            }
            Said::Table(shown) => self.table_shown(ticket, *shown),
            Said::TableMade { troubles, more, .. } => {
                return self.table_made(ticket, (troubles, more), blob);
            }
            Said::Checked(checked) => return self.checked(ticket, *checked),
            Said::Analysed(analysed) => self.analysed(ticket, *analysed),
            // The list of surveys waits for imported forms itself.
            Said::Stopped | Said::Known | Said::Imported { .. } => {}
            Said::Failed(text) => self.failed(ticket, text),
        }
        Vec::new()
    }

    fn progress(&mut self, ticket: Ticket, progress: Progress) {
        if self.checking(ticket, progress) {
            return;
        }
        if let Some(export) = self.export.as_mut().filter(|it| it.ticket == ticket) {
            export.progress = Some(progress);
        } else if let Some(source) = self.reading(ticket) {
            source.state = SourceState::Reading(ticket, Some(progress));
        }
    }

    fn exported(
        &mut self,
        ticket: Ticket,
        blob: Option<web_sys::Blob>,
        ids: Vec<String>,
    ) -> Vec<Effect> {
        let ours = self.export.take_if(|it| it.ticket == ticket);
        match (ours, blob) {
            (Some(export), Some(blob)) => vec![match export.format {
                ExportFormat::Json
                | ExportFormat::Ndjson
                | ExportFormat::OdkXml
                | ExportFormat::CentralCsv => Effect::Download(export.name, blob),
                ExportFormat::Zip => Effect::Pack(export.name, blob, ids),
            }],
            (Some(_), None) | (None, _) => Vec::new(),
        }
    }

    fn analysed(&mut self, ticket: Ticket, analysed: Analysed) {
        let view = &mut self.analysis;
        match analysed {
            Analysed::Outline(it) => {
                if view.scope.survey.is_empty() && view.outline.waits_for(ticket) {
                    // The worker chose; it stays, whatever is loaded next.
                    view.scope.survey.clone_from(&it.survey);
                }
                settle(&mut view.outline, ticket, it);
            }
            Analysed::Overview(it) => settle(&mut view.overview, ticket, it),
            Analysed::Questions(it) => settle(&mut view.questions, ticket, it),
            Analysed::Question(it) => settle(&mut view.question, ticket, it),
            Analysed::Areas(it) => settle(&mut view.areas, ticket, it),
            Analysed::Area(it) => settle(&mut view.area, ticket, it),
            Analysed::Batteries(it) => settle(&mut view.batteries, ticket, it),
            Analysed::Cross(it) => settle(&mut view.cross, ticket, it),
            Analysed::Drivers(it) => settle(&mut view.drivers, ticket, it),
            Analysed::Weights(it) => {
                if view.weights.waits_for(ticket) {
                    if it.weighed.is_ok() || it.recipe != view.draft {
                        // The table's targets are the draft's, to be met or to be mended.
                        view.table = None;
                    }
                    view.draft.clone_from(&it.recipe);
                }
                settle(&mut view.weights, ticket, it);
            }
            Analysed::Quality(it) => settle(&mut view.quality, ticket, it),
        }
    }

    fn failed(&mut self, ticket: Ticket, text: String) {
        if self.check_failed(ticket, &text) || self.table_failed(ticket, &text) {
            return;
        }
        if let Some(source) = self.reading(ticket) {
            source.state = SourceState::Failed(text);
            return;
        }
        if self.export.take_if(|it| it.ticket == ticket).is_some() {
            self.trouble = Some(Trouble::Said(text));
            return;
        }
        if self.reproducing.take_if(|it| *it == ticket).is_some() {
            self.trouble = Some(Trouble::Said(text));
            return;
        }
        let (list, view) = (&mut self.list, &mut self.analysis);
        fail(&mut list.page, ticket, &text);
        if let Some((_, slot)) = &mut list.open {
            fail(slot, ticket, &text);
        }
        fail(&mut view.outline, ticket, &text);
        fail(&mut view.overview, ticket, &text);
        fail(&mut view.questions, ticket, &text);
        fail(&mut view.question, ticket, &text);
        fail(&mut view.areas, ticket, &text);
        fail(&mut view.area, ticket, &text);
        fail(&mut view.batteries, ticket, &text);
        fail(&mut view.cross, ticket, &text);
        fail(&mut view.drivers, ticket, &text);
        fail(&mut view.weights, ticket, &text);
        fail(&mut view.quality, ticket, &text);
    }
}

fn settle<T>(slot: &mut Slot<T>, ticket: Ticket, value: T) {
    if slot.waits_for(ticket) {
        slot.settle(Ok(value));
    }
}

fn fail<T>(slot: &mut Slot<T>, ticket: Ticket, text: &str) {
    if slot.waits_for(ticket) {
        slot.settle(Err(text.to_owned()));
    }
}
