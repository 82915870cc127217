//! Exporting: which responses, in which form.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::DeskProps;
use super::sources::stage;
use crate::desk::{Action, Desk};
use crate::locale::responses::Responses as Say;
use crate::locale::use_locale;
use crate::store::use_desk;
use crate::widgets::{Icon, icon};
use crate::worker::protocol::{ExportFormat, RowFilter, Selection};

/// What can be chosen to be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    All,
    Filtered,
    Selected,
}

impl What {
    const ALL: [What; 3] = [What::All, What::Filtered, What::Selected];

    fn name(self) -> &'static str {
        match self {
            What::All => "all",
            What::Filtered => "filtered",
            What::Selected => "selected",
        }
    }

    fn count(self, desk: &Desk) -> u32 {
        match self {
            What::All => desk.holdings.count,
            What::Filtered if desk.list.filter == RowFilter::default() => 0,
            What::Filtered => desk.list.page.value().map_or(0, |it| it.total),
            What::Selected => desk.list.selected.len() as u32,
        }
    }

    fn words(self, n: u32) -> Say {
        match self {
            What::All => Say::ExportAll { n },
            What::Filtered => Say::ExportFiltered { n },
            What::Selected => Say::ExportSelected { n },
        }
    }

    fn selection(self, desk: &Desk) -> Selection {
        match self {
            What::All => Selection::All,
            What::Filtered => Selection::Filtered(desk.list.filter.clone()),
            What::Selected => Selection::Rows(desk.list.selected.iter().copied().collect()),
        }
    }
}

/// The buttons that export, with the choice of what where there is one.
#[component]
pub(super) fn ExportMenu(props: &DeskProps) -> Html {
    let locale = use_locale();
    let send = use_desk();
    let desk = &props.desk;
    let wanted = use_state_eq(|| None::<What>);
    let offered: Vec<(What, u32)> = What::ALL
        .into_iter()
        .map(|it| (it, it.count(desk)))
        .filter(|it| it.1 > 0)
        .collect();
    // The narrowest is what somebody means who has just selected or filtered.
    let narrowest = offered.last().map_or(What::All, |it| it.0);
    let what = (*wanted)
        .filter(|it| it.count(desk) > 0)
        .unwrap_or(narrowest);
    let export = |format: ExportFormat| {
        let (send, desk) = (send.clone(), desk.clone());
        Callback::from(move |_: MouseEvent| {
            send.emit(Action::Export(what.selection(&desk), format));
        })
    };
    let onchange = {
        let wanted = wanted.clone();
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            wanted.set(What::ALL.into_iter().find(|it| it.name() == select.value()));
        })
    };
    let busy = desk.export.is_some();
    let progress = desk.export.as_ref().and_then(|it| it.progress);
    html! {
        <div class="export" title={locale.say(Say::ExportHelp)}>
            if offered.len() > 1 {
                <select class="field" aria-label={locale.say(Say::ExportWhat)} data-do="export-what" {onchange}>
                    { for offered.iter().map(|(it, n)| html! {
                        <option value={it.name()} selected={*it == what}>{ locale.say(it.words(*n)) }</option>
                    }) }
                </select>
            }
            <button type="button" class="primary" data-do="export-json" disabled={busy} onclick={export(ExportFormat::Json)}>
                { icon(Icon::Save) }<span>{ locale.say(Say::ExportJson) }</span>
            </button>
            <button type="button" class="secondary" data-do="export-ndjson" disabled={busy} onclick={export(ExportFormat::Ndjson)}>
                <span>{ locale.say(Say::ExportNdjson) }</span>
            </button>
            <button type="button" class="secondary" data-do="export-zip" disabled={busy} onclick={export(ExportFormat::Zip)}>
                <span>{ locale.say(Say::ExportZip) }</span>
            </button>
            <button type="button" class="secondary" data-do="export-odk-xml" disabled={busy} onclick={export(ExportFormat::OdkXml)}>
                <span>{ locale.say(Say::ExportOdkXml) }</span>
            </button>
            <button type="button" class="secondary" data-do="export-central-csv" disabled={busy} onclick={export(ExportFormat::CentralCsv)}>
                <span>{ locale.say(Say::ExportCentralCsv) }</span>
            </button>
            if let Some(progress) = progress {
                <span class="hint" role="status">{ locale.say(stage(progress)) }</span>
            }
        </div>
    }
}
