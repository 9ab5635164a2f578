//! The library as the page asks it: one line to the worker that owns the disk, or goes through the tab that does.

use super::line::{Heard, Line};
use super::protocol::{Answer, Ask, Event, Kind, SeriesRow, StorageState, Trouble};
use std::cell::{OnceCell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen::JsValue;

type Ear = Rc<dyn Fn(&Event)>;
type Ears = Rc<RefCell<Vec<Weak<dyn Fn(&Event)>>>>;

/// A handle on the one library of the page.
#[derive(Clone)]
pub struct Library {
    line: Line,
    ears: Ears,
}

/// Somebody listens as long as this lives.
pub struct Listening(#[expect(dead_code, reason = "it lives, that is all")] Ear);

/// The library of the page; its worker starts with the first request.
pub fn library() -> Library {
    thread_local!(static LIBRARY: OnceCell<Library> = const { OnceCell::new() });
    LIBRARY.with(|library| library.get_or_init(Library::new).clone())
}

impl Library {
    fn new() -> Library {
        let ears = Ears::default();
        let heard = Rc::clone(&ears);
        let line = Line::new(move |event| {
            let now: Vec<Ear> = heard.borrow().iter().filter_map(Weak::upgrade).collect();
            now.iter().for_each(|ear| ear(&event));
        });
        Library { line, ears }
    }

    /// Asks something without parts.
    pub async fn ask(&self, ask: Ask) -> Result<Heard, Trouble> {
        self.line.ask(ask, &[]).await
    }

    /// Asks something about buffers, which are transferred, or about a file.
    pub async fn ask_with(&self, ask: Ask, parts: &[JsValue]) -> Result<Heard, Trouble> {
        self.line.ask(ask, parts).await
    }

    /// Hears what concerns everybody, as long as the answer lives.
    pub fn listen(&self, ear: impl Fn(&Event) + 'static) -> Listening {
        let ear: Ear = Rc::new(ear);
        let mut ears = self.ears.borrow_mut();
        ears.retain(|known| known.strong_count() > 0);
        ears.push(Rc::downgrade(&ear));
        Listening(ear)
    }

    /// All series.
    pub async fn series(&self) -> Result<Vec<SeriesRow>, Trouble> {
        match self.ask(Ask::Series).await?.answer {
            Answer::Series(series) => Ok(series),
            _ => Err(unexpected()),
        }
    }

    /// How things are kept.
    pub async fn storage(&self) -> Result<StorageState, Trouble> {
        match self.ask(Ask::Storage).await?.answer {
            Answer::Storage(state) => Ok(state),
            _ => Err(unexpected()),
        }
    }
}

/// An answer of a kind that does not belong to its question.
pub fn unexpected() -> Trouble {
    Kind::Refused.into()
}

/// Asks the browser to keep what this site stores; a page may, a worker may not. `None` when it can't be asked.
pub async fn persist() -> Option<bool> {
    let storage = web_sys::window()?.navigator().storage();
    let promise = storage.persist().ok()?;
    let answer = wasm_bindgen_futures::JsFuture::from(promise).await.ok()?;
    answer.as_bool()
}
