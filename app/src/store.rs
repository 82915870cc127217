//! The one struct component: it owns the state, runs `update`, hands effects to the shell.

use yew::prelude::*;

use crate::screens;
use crate::shell::{self, Shell, page, prefs};
use crate::state::{self, Action, Effect, Route, State};

/// How a component says that something happened; a context that never changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Dispatch(Callback<Action>);

impl Dispatch {
    /// Says that something happened.
    pub fn send(&self, action: Action) {
        self.0.emit(action);
    }
}

/// The dispatch of the surroundings; silent where there is none, as in tests.
#[hook]
pub fn use_dispatch() -> Dispatch {
    use_context::<Dispatch>().unwrap_or_else(|| Dispatch(Callback::noop()))
}

/// How the screens of responses and analysis say that something happened.
#[hook]
pub fn use_desk() -> Callback<crate::desk::Action> {
    let dispatch = use_dispatch();
    use_callback(dispatch, |action, dispatch| {
        dispatch.send(Action::Desk(action));
    })
}

/// The workspace.
pub struct Store {
    state: State,
    shell: Shell,
    dispatch: Dispatch,
}

impl Store {
    fn perform(&mut self, effects: Vec<Effect>) {
        effects.into_iter().for_each(|it| self.shell.perform(it));
    }

    fn dress(&self) {
        let settings = &self.state.settings;
        page::dress(self.state.locale().0, settings.theme, settings.text);
        page::set_title(&screens::title(&self.state));
    }
}

impl Component for Store {
    type Message = Action;
    type Properties = ();

    fn create(ctx: &Context<Store>) -> Store {
        let send = ctx.link().callback(|action| action);
        let route = Route::parse(&page::hash());
        let (state, effects) = State::new(prefs::read(), shell::device(), route);
        let shell = Shell::start(send.clone());
        let mut store = Store {
            state,
            shell,
            dispatch: Dispatch(send),
        };
        store.dress();
        store.perform(effects);
        store
    }

    fn update(&mut self, _ctx: &Context<Store>, action: Action) -> bool {
        let dressed = matches!(
            action,
            Action::Settings(_) | Action::Routed(_) | Action::Drawn { .. }
        );
        let effects = state::update(&mut self.state, action, shell::clock::now());
        self.perform(effects);
        if dressed {
            self.dress();
        }
        true
    }

    fn view(&self, _ctx: &Context<Store>) -> Html {
        html! {
            <ContextProvider<Dispatch> context={self.dispatch.clone()}>
                <ContextProvider<crate::locale::Locale> context={self.state.locale()}>
                    { screens::frame(&self.state) }
                </ContextProvider<crate::locale::Locale>>
            </ContextProvider<Dispatch>>
        }
    }

    fn rendered(&mut self, _ctx: &Context<Store>, first: bool) {
        if first {
            page::ready();
        }
        self.shell.drawn();
    }
}
