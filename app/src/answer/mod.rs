//! The resident's page: one survey out of the address, the first question at once, nothing else.
//!
//! It shares the interview with the workspace, and nothing of its frame, so its download stays
//! small.

mod address;
mod page;

use std::rc::Rc;
use std::sync::Arc;

use survey_core::base::AreaTree;
use survey_core::interview::{Layout, Start};
use survey_core::questionnaire::{Mode, Questionnaire};
use survey_core::response::SurveyRef;
use yew::prelude::*;

use crate::locale::fill::Fill;
use crate::locale::{Locale, Tongue};
use crate::questions::{Areas, Ask, Said};
use crate::session::{Focus, Need, Session, Trouble, Write};
use crate::settings::{Settings, TextSize};
use crate::shell::opening::Opening;
use crate::shell::{clock, fetch, journal, page as browser, prefs, record};
use address::Address;
use page::{PageProps, ResidentPage};

/// Where the site keeps its surveys, seen from this page.
const SURVEYS: &str = "../surveys";
const PAUSE_MILLIS: i32 = 400;

/// The resident's page.
pub struct Answer {
    address: Address,
    settings: Settings,
    stage: Stage,
    areas: Option<Rc<AreaTree>>,
    document: Rc<str>,
    db: Opening,
    durable: bool,
    pause: clock::Pause,
    focus: Option<Focus>,
    ask: Callback<Said>,
}

enum Stage {
    Opening,
    Trouble(Fill),
    Open(Box<Session>),
}

/// What can happen.
pub enum Happened {
    /// Storage is open; whether it lasts.
    Storage(bool),
    /// What the address names came.
    Came(Result<Box<Came>, Fill>),
    /// The person did something.
    Said(Said),
    /// Nothing was typed for a moment, or the page is about to go.
    Paused,
    /// An entry is stored, or not.
    Written(u32, Result<(), Trouble>),
    /// What did not work is tried again.
    Again,
    /// Another text size.
    Text(TextSize),
    /// The answers as a file.
    SaveFile,
    /// Another person answers.
    StartOver,
    /// The address changed.
    Moved,
}

/// What the address names, and what was answered before.
pub struct Came {
    survey: fetch::Fetched,
    areas: Rc<AreaTree>,
    kept: Option<journal::Kept>,
}

impl Component for Answer {
    type Message = Happened;
    type Properties = ();

    fn create(ctx: &Context<Answer>) -> Answer {
        let link = ctx.link();
        let told = link.callback(Happened::Storage);
        let db = Opening::start(move |db| told.emit(db.is_durable()));
        for event in ["pagehide", "visibilitychange"] {
            let hide = link.callback(|()| Happened::Paused);
            browser::listen(event, move || hide.emit(()));
        }
        let moved = link.callback(|()| Happened::Moved);
        browser::listen("hashchange", move || moved.emit(()));
        let mut answer = Answer {
            address: Address::parse(&browser::hash()),
            settings: prefs::read(),
            stage: Stage::Opening,
            areas: None,
            document: "".into(),
            db,
            durable: false,
            pause: clock::Pause::default(),
            focus: None,
            ask: link.callback(Happened::Said),
        };
        answer.fetch(ctx);
        answer
    }

    fn update(&mut self, ctx: &Context<Answer>, happened: Happened) -> bool {
        let at = clock::now();
        match happened {
            Happened::Storage(durable) => self.durable = durable,
            Happened::Came(came) => self.came(ctx, came, at),
            Happened::Said(Said::Event(event)) => self.with(ctx, |it| it.ask(event, at)),
            Happened::Said(Said::Typing(place, text)) => {
                self.with(ctx, |it| it.typing(place, text, at));
            }
            Happened::Paused => self.with(ctx, |it| it.flush(at)),
            Happened::Written(seq, Ok(())) => self.with(ctx, |it| it.stored(seq)),
            Happened::Written(_, Err(trouble)) => self.with(ctx, |it| {
                it.failed(trouble);
                Vec::new()
            }),
            Happened::Again => self.again(ctx),
            Happened::Text(text) => {
                self.settings.text = text;
                prefs::write(&self.settings);
            }
            Happened::SaveFile => self.save_file(),
            Happened::StartOver => self.start_over(ctx, at),
            Happened::Moved => self.moved(ctx),
        }
        self.dress();
        true
    }

    fn view(&self, ctx: &Context<Answer>) -> Html {
        let link = ctx.link();
        let locale = Locale(self.tongue());
        let content = match &self.stage {
            Stage::Opening => {
                html! { <h1 class="opening" role="status">{ locale.say(Fill::Opening) }</h1> }
            }
            Stage::Trouble(words) => {
                page::trouble(locale, words, link.callback(|()| Happened::Again))
            }
            Stage::Open(session) => {
                let props = PageProps {
                    view: session.view().clone(),
                    review: session.review().clone(),
                    stored: session.is_stored(),
                    trouble: session.trouble(),
                    durable: self.durable,
                    text: self.settings.text,
                    place: self.place(&session.view().language),
                    act: link.callback(|it| it),
                };
                html! { <ResidentPage ..props /> }
            }
        };
        html! {
            <ContextProvider<Locale> context={locale}>
                <ContextProvider<Areas> context={Areas(self.areas.clone())}>
                    <ContextProvider<Ask> context={Ask(self.ask.clone())}>
                        <main class="resident">{ content }</main>
                    </ContextProvider<Ask>>
                </ContextProvider<Areas>>
            </ContextProvider<Locale>>
        }
    }

    fn rendered(&mut self, _ctx: &Context<Answer>, first: bool) {
        if first {
            browser::ready();
            self.dress();
        }
        if let Some(focus) = self.focus.take() {
            browser::focus(&focus);
        }
    }
}

impl Answer {
    fn tongue(&self) -> Tongue {
        let shown = match &self.stage {
            Stage::Open(session) => Some(session.view().language.clone()),
            Stage::Opening | Stage::Trouble(_) => self.address.language.clone(),
        };
        shown
            .and_then(|it| Tongue::from_tag(&it))
            .unwrap_or_else(browser::tongue)
    }

    fn dress(&self) {
        browser::dress(self.tongue(), self.settings.theme, self.settings.text);
        if let Stage::Open(session) = &self.stage {
            browser::set_title(&session.view().title);
        }
    }

    /// The name of the place, for the person to see that it is theirs.
    fn place(&self, language: &str) -> Option<String> {
        let code = self.address.area.as_deref()?;
        let area = self.areas.as_ref()?.get(code)?;
        Some(area.name.get(language, "zh").to_owned())
    }

    /// Fetches what the address names, and what was answered before on this device.
    fn fetch(&mut self, ctx: &Context<Answer>) {
        let address = self.address.clone();
        let link = ctx.link().clone();
        self.stage = Stage::Opening;
        self.db.with(async move |db| {
            link.send_message(Happened::Came(come(&db, &address).await.map(Box::new)));
        });
    }

    fn came(&mut self, ctx: &Context<Answer>, came: Result<Box<Came>, Fill>, at: i64) {
        let came = match came {
            Ok(came) => *came,
            Err(words) => {
                self.stage = Stage::Trouble(words);
                return;
            }
        };
        self.areas = Some(came.areas);
        self.document = came.survey.document.clone();
        let kept = came.kept;
        let resumed = kept.and_then(|(form, journal)| Session::resume(form, journal, at).ok());
        match resumed {
            Some((session, needs)) => {
                self.stage = Stage::Open(Box::new(session));
                self.perform(ctx, needs);
            }
            None => self.begin(ctx, came.survey.form, at),
        }
    }

    fn begin(&mut self, ctx: &Context<Answer>, form: Arc<Questionnaire>, at: i64) {
        let start = self.start(&form);
        match Session::begin(form, start, at) {
            Ok((session, needs)) => {
                address::remember(&self.address, session.id());
                self.stage = Stage::Open(Box::new(session));
                self.perform(ctx, needs);
            }
            // A survey that was read can be begun; what is wrong then is the file.
            Err(_) => self.stage = Stage::Trouble(Fill::BadSurvey),
        }
    }

    fn start(&self, form: &Questionnaire) -> Start {
        let (id, seed) = clock::draw();
        let asked = self.address.language.clone();
        let asked = asked.unwrap_or_else(|| browser::tongue().tag().to_owned());
        let primary = |it: &str| it.split('-').next().unwrap_or_default().to_owned();
        let language = form
            .languages
            .iter()
            .find(|it| primary(it) == primary(&asked));
        Start {
            id,
            survey: SurveyRef {
                id: form.id.clone(),
                version: form.version.clone(),
                digest: form.digest.clone(),
            },
            mode: Mode::SelfCompletion,
            language: language.unwrap_or(&form.default_language).clone(),
            area: self.address.area.clone(),
            wave: self.address.wave.clone(),
            interviewer: None,
            device: None,
            packs: form
                .packs
                .iter()
                .filter(|it| it.1.on)
                .map(|it| it.0.clone())
                .collect(),
            seed,
            offset: clock::offset(),
            layout: Layout::Question,
            simulated: false,
        }
    }

    fn with(&mut self, ctx: &Context<Answer>, act: impl FnOnce(&mut Session) -> Vec<Need>) {
        if let Stage::Open(session) = &mut self.stage {
            let needs = act(session);
            self.perform(ctx, needs);
        }
    }

    fn perform(&mut self, ctx: &Context<Answer>, needs: Vec<Need>) {
        for need in needs {
            match need {
                Need::Write(write) => self.write(ctx, write),
                Need::Focus(focus) => self.focus = Some(focus),
                Need::AwaitPause => {
                    let paused = ctx.link().callback(|()| Happened::Paused);
                    self.pause.arm(PAUSE_MILLIS, move || paused.emit(()));
                }
            }
        }
    }

    fn write(&self, ctx: &Context<Answer>, write: Box<Write>) {
        let document = (write.seq == 0).then(|| self.document.clone());
        let link = ctx.link().clone();
        self.db.with(async move |db| {
            let result = journal::store(&db, &write, document.as_deref()).await;
            link.send_message(Happened::Written(write.seq, result));
        });
    }

    fn again(&mut self, ctx: &Context<Answer>) {
        match &mut self.stage {
            Stage::Open(session) if session.trouble() == Some(Trouble::Failed) => {
                self.with(ctx, Session::retry);
            }
            Stage::Open(_) | Stage::Trouble(_) => self.fetch(ctx),
            Stage::Opening => {}
        }
    }

    fn save_file(&self) {
        if let Stage::Open(session) = &self.stage
            && let Some(text) = record::text(&session.response())
        {
            // Nothing to tell where the browser has no downloads: the button stays.
            let _ = browser::save_file(&format!("minyi-{}.json", session.view().receipt), &text);
        }
    }

    fn start_over(&mut self, ctx: &Context<Answer>, at: i64) {
        if let Stage::Open(session) = &self.stage {
            let form = session.form().clone();
            self.begin(ctx, form, at);
        }
    }

    fn moved(&mut self, ctx: &Context<Answer>) {
        let address = Address::parse(&browser::hash());
        if address != self.address {
            self.address = address;
            self.fetch(ctx);
        }
    }
}

/// Fetches the survey and the areas of an address, and reads what was answered before.
async fn come(db: &crate::shell::db::Db, address: &Address) -> Result<Came, Fill> {
    let name = address.survey.as_deref().ok_or(Fill::NoSurveyNamed)?;
    let file = format!("{SURVEYS}/{name}.json");
    let document = fetch::text(&file).await.map_err(|failure| match failure {
        fetch::Failure::Absent => Fill::NoSuchSurvey,
        fetch::Failure::Unreachable => Fill::CannotLoad,
    })?;
    let survey = fetch::read_survey(&document).map_err(|_| Fill::BadSurvey)?;
    let areas = fetch::areas(SURVEYS).await.map_err(|_| Fill::CannotLoad)?;
    if address
        .area
        .as_deref()
        .is_some_and(|it| areas.get(it).is_none())
    {
        return Err(Fill::NoSuchArea);
    }
    let kept = match address::remembered(address) {
        // What cannot be read any more cannot be gone on with.
        Some(id) => journal::load(db, &id).await.ok().flatten(),
        None => None,
    };
    Ok(Came {
        survey,
        areas,
        kept,
    })
}
