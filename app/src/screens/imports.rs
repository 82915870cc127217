//! What became of files that were chosen: surveys, mistakes with their places, files that are
//! still wanted.

use std::rc::Rc;

use yew::prelude::*;

use crate::locale::shelf::Shelf as Say;
use crate::locale::{Locale, use_locale};
use crate::state::shelf::{Action as OfShelf, key};
use crate::state::{Action, Batch, Import, Remote, Route, Shelf, Workbook};
use crate::store::use_dispatch;
use crate::widgets::{Icon, icon};
use crate::worker::protocol::{Finding, Imported};

/// So many findings of a form are shown before the rest is asked for.
const SHOWN: usize = 20;

#[derive(PartialEq, Properties)]
pub(super) struct ImportsProps {
    pub(super) shelf: Shelf,
}

/// Files on their way in, and what became of them.
#[component]
pub(super) fn Imports(props: &ImportsProps) -> Html {
    let locale = use_locale();
    let dispatch = use_dispatch();
    let act = |action: OfShelf| {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.send(Action::Shelf(action.clone())))
    };
    let removed = props.shelf.removed.as_ref().map(|it| {
        let title = it.card.title_in(locale.0.tag());
        html! {
            <div class="banner" role="status" data-undo="">
                { icon(Icon::Trash) }
                <p>{ locale.say(Say::Removed { title }) }</p>
                <button type="button" class="secondary" data-do="undo" onclick={act(OfShelf::PutBack)}>
                    { locale.say(crate::locale::frame::Frame::Undo) }
                </button>
                <button type="button" class="plain" data-do="close" onclick={act(OfShelf::Forget)}>
                    { locale.say(Say::Dismiss) }
                </button>
            </div>
        }
    });
    let imports = props.shelf.imports.iter().map(|it| {
        html! { <ImportPart key={it.id} import={it.clone()} /> }
    });
    let workbook = props.shelf.workbook.as_ref().map(|it| {
        html! {
            <div class="import" data-workbook="">
                { workbook(locale, it) }
                <button type="button" class="plain import-close" data-do="close" onclick={act(OfShelf::DismissWorkbook)}>
                    { locale.say(Say::Dismiss) }
                </button>
            </div>
        }
    });
    html! {
        <div class="imports" aria-live="polite">{ for removed }{ for workbook }{ for imports }</div>
    }
}

#[derive(PartialEq, Properties)]
struct ImportPartProps {
    import: Import,
}

/// Files that were chosen together.
#[component]
fn ImportPart(props: &ImportPartProps) -> Html {
    let locale = use_locale();
    let dispatch = use_dispatch();
    let id = props.import.id;
    let dismiss = Callback::from(move |_: MouseEvent| {
        dispatch.send(Action::Shelf(OfShelf::Dismiss(id)));
    });
    let content = match &props.import.batch {
        Remote::Waiting => {
            let names = props.import.names.join(", ");
            return html! {
                <div class="import" data-import="reading">
                    <p>{ locale.say(Say::Reading { names }) }</p><progress></progress>
                </div>
            };
        }
        Remote::Failed(why) => html! {
            <p class="complaint">{ locale.say(Say::ImportFailed { why: why.clone() }) }</p>
        },
        Remote::Ready(batch) => read(locale, batch),
    };
    html! {
        <div class="import" data-import="done">
            { content }
            <button type="button" class="plain import-close" data-do="dismiss" onclick={dismiss}>
                { locale.say(Say::Dismiss) }
            </button>
        </div>
    }
}

fn read(locale: Locale, batch: &Rc<Batch>) -> Html {
    let forms = batch.forms.iter().map(|it| match &it.card {
        Some(_) => accepted(locale, it),
        None => refused(locale, it),
    });
    let unused = batch.unused.join(", ");
    html! {
        <>
            { for forms }
            if batch.forms.is_empty() {
                <p class="complaint">{ locale.say(Say::NothingUsed) }</p>
            }
            if !unused.is_empty() {
                <p class="warning">{ locale.say(Say::Unused { names: unused }) }</p>
            }
            if !batch.files_are_kept {
                <p class="warning">{ locale.say(Say::FilesNotKept) }</p>
            }
        </>
    }
}

fn accepted(locale: Locale, form: &Imported) -> Html {
    let Some(card) = &form.card else {
        return Html::default();
    };
    let title = card.title_in(locale.0.tag());
    let file = form.file.clone();
    let n = form.findings(false).count();
    html! {
        <article class="import-form" data-file={form.file.clone()} data-verdict="accepted">
            <h2>{ icon(Icon::Check) }{ locale.say(Say::ReadAs { file, title }) }</h2>
            if !form.missing.is_empty() {
                <p class="warning">{ locale.say(Say::MissingFiles) }</p>
                <ul class="files">{ for form.missing.iter().map(|it| html! { <li><code>{ it }</code></li> }) }</ul>
            }
            if n > 0 {
                <details>
                    <summary>{ locale.say(Say::Warnings { n }) }</summary>
                    <Findings findings={told(form, false)} />
                </details>
            }
            <a class="button primary" data-do="start-imported" href={Route::Setup(key(&card.id)).href()}>
                <span>{ locale.say(Say::Start) }</span>{ icon(Icon::Right) }
            </a>
        </article>
    }
}

/// What became of a survey that was saved as a workbook.
fn workbook(locale: Locale, saved: &Result<Workbook, String>) -> Html {
    match saved {
        Ok(Workbook { file, findings }) => html! {
            <>
                <h2>{ icon(Icon::Check) }{ locale.say(Say::WorkbookSaved { file: file.clone() }) }</h2>
                if !findings.is_empty() {
                    <details>
                        <summary>{ locale.say(Say::WorkbookFindings { n: findings.len() }) }</summary>
                        <Findings findings={findings.clone()} />
                    </details>
                }
            </>
        },
        Err(why) => html! {
            <p class="complaint">{ locale.say(Say::WorkbookFailed { why: why.clone() }) }</p>
        },
    }
}

fn refused(locale: Locale, form: &Imported) -> Html {
    let file = form.file.clone();
    let n = form.findings(true).count();
    html! {
        <article class="import-form has-complaint" data-file={form.file.clone()} data-verdict="refused">
            <h2>{ icon(Icon::Info) }{ locale.say(Say::Refused { file }) }{ " · " }{ locale.say(Say::Errors { n }) }</h2>
            <p>{ locale.say(Say::RefusedHelp) }</p>
            <Findings findings={told(form, true)} />
        </article>
    }
}

fn told(form: &Imported, errors: bool) -> Vec<Finding> {
    form.findings(errors).cloned().collect()
}

#[derive(PartialEq, Properties)]
struct FindingsProps {
    findings: Vec<Finding>,
}

/// Findings with their places; columns that no finding needs are left out.
#[component]
fn Findings(props: &FindingsProps) -> Html {
    let locale = use_locale();
    let all = use_state_eq(|| false);
    let found = &props.findings;
    let shown = if *all { found.len() } else { SHOWN };
    let in_sheets = found.iter().any(|it| it.sheet.is_some());
    let rows = found.iter().take(shown).map(|it| row(it, in_sheets));
    let open = {
        let all = all.clone();
        Callback::from(move |_: MouseEvent| all.set(true))
    };
    html! {
        <div class="findings-scroll" tabindex="0">
            <table class="findings">
                <thead><tr>
                    if in_sheets {
                        <th scope="col">{ locale.say(Say::Sheet) }</th>
                        <th scope="col">{ locale.say(Say::Row) }</th>
                        <th scope="col">{ locale.say(Say::Column) }</th>
                    } else {
                        <th scope="col">{ locale.say(Say::Place) }</th>
                    }
                    <th scope="col">{ locale.say(Say::What) }</th>
                </tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
            if found.len() > shown {
                <button type="button" class="plain" data-do="all-findings" onclick={open}>
                    { format!("+ {}", found.len() - shown) }
                </button>
            }
        </div>
    }
}

fn row(finding: &Finding, in_sheets: bool) -> Html {
    let row = finding.row.map(|it| it.to_string()).unwrap_or_default();
    let place = match (&finding.path, finding.row) {
        (Some(path), _) if !path.is_empty() => path.clone(),
        (_, Some(row)) => row.to_string(),
        (_, None) => String::new(),
    };
    html! {
        <tr>
            if in_sheets {
                <td>{ finding.sheet.clone() }</td>
                <td class="number">{ row }</td>
                <td>{ finding.column.clone() }</td>
            } else {
                <td><code>{ place }</code></td>
            }
            <td lang="en">{ &finding.text }</td>
        </tr>
    }
}
