//! The way of a file from the device into the answers: stored first, then named.

use std::future::Future;

use survey_core::base::Value;
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;
use yew::prelude::*;

use super::{Asked, Holder, Trouble};
use crate::locale::capture::Capture as Say;
use crate::questions::Said;
use crate::shell::media;

/// How far along a file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Work {
    /// Nothing is under way.
    #[default]
    Idle,
    /// It is being made or stored.
    Busy,
    /// It did not work.
    Failed(Trouble),
}

/// Keeps files for one question and answers it with their names.
#[derive(Clone)]
pub(super) struct Keeper {
    response: AttrValue,
    place: String,
    say: Callback<Said>,
    work: UseStateSetter<Work>,
}

/// It is the same for as long as the question is.
impl PartialEq for Keeper {
    fn eq(&self, other: &Keeper) -> bool {
        (&self.response, &self.place) == (&other.response, &other.place)
    }
}

/// A file with the ending of its name.
pub(super) type Made = Result<(Blob, String), Trouble>;

impl Keeper {
    /// Keeps a file that is being made, then answers with its name.
    pub(super) fn keep(&self, made: impl Future<Output = Made> + 'static) {
        let keeper = self.clone();
        self.work.set(Work::Busy);
        spawn_local(async move {
            let kept = match made.await {
                Ok((blob, extension)) => keeper.store(&blob, &extension).await.map(drop),
                Err(trouble) => Err(trouble),
            };
            keeper.ended(kept);
        });
    }

    /// Keeps a file under a new name, and answers with it.
    pub(super) async fn store(&self, blob: &Blob, extension: &str) -> Result<String, Trouble> {
        let name = media::add(&self.response, extension, blob).await?;
        self.say
            .emit(Said::value(&self.place, Value::Text(name.clone())));
        Ok(name)
    }

    /// Keeps a file under the name that is the answer already.
    pub(super) async fn store_again(&self, name: &str, blob: &Blob) -> Result<(), Trouble> {
        media::put(&self.response, name, blob).await
    }

    /// Tells the person how it ended.
    pub(super) fn ended(&self, how: Result<(), Trouble>) {
        self.work.set(match how {
            Ok(()) => Work::Idle,
            Err(trouble) => Work::Failed(trouble),
        });
    }

    /// Takes the answer back. The file stays until the response is finished.
    pub(super) fn clear(&self) {
        self.work.set(Work::Idle);
        self.say.emit(Said::clear(&self.place));
    }
}

/// The keeper of a question, and what it is doing.
#[hook]
pub(super) fn use_keeper(asked: &Asked, say: &Callback<Said>) -> (Keeper, Work) {
    let Holder(response) = use_context::<Holder>().unwrap_or_default();
    let work = use_state_eq(Work::default);
    let keeper = Keeper {
        response,
        place: asked.place.clone(),
        say: say.clone(),
        work: work.setter(),
    };
    (keeper, *work)
}

/// A file of this response, once it is read; `None` inside if it is not on the device.
#[hook]
pub(super) fn use_shown(name: &str) -> Option<Option<std::rc::Rc<media::Shown>>> {
    let Holder(response) = use_context::<Holder>().unwrap_or_default();
    let shown = use_state(|| None);
    let setter = shown.setter();
    use_effect_with((response, name.to_owned()), move |(response, name)| {
        let (response, name) = (response.clone(), name.clone());
        spawn_local(async move {
            if name.is_empty() {
                return setter.set(None);
            }
            let blob = media::get(&response, &name).await;
            let found = blob.and_then(|it| media::Shown::new(&it));
            setter.set(Some(found.map(std::rc::Rc::new)));
        });
    });
    (*shown).clone()
}

impl Trouble {
    /// What to tell the person.
    pub(super) fn words(self) -> Say {
        match self {
            Trouble::Full => Say::Full,
            Trouble::NotKept => Say::NotKept,
            Trouble::NoPicture => Say::NoPicture,
            Trouble::Denied => Say::Denied,
            Trouble::NoDevice => Say::NoDevice,
            Trouble::Unsupported => Say::Unsupported,
            Trouble::NoPlace => Say::NoPlace,
            Trouble::NoCode => Say::NoCode,
        }
    }
}
