//! Keeps the question and the address bar in step, in both directions.
//!
//! A change of the question becomes one entry of the history once it has settled: while a slider is held the same
//! entry is replaced, and no more often than every 350 ms, because Safari refuses more than 100 writes in 30 s.

use crate::question::{Draft, Field, Problem};
use crate::state::{Lab, use_lab};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use std::time::Duration;
use web_sys::UrlSearchParams;

const SETTLE: Duration = Duration::from_millis(350);
/// A reader who has not typed for this much longer wants to know what is wrong.
const PONDER: Duration = Duration::from_millis(900);

/// Changes the question on behalf of a form.
#[derive(Clone, Copy)]
pub struct Editor {
    lab: Lab,
    write: StoredValue<Box<dyn Fn(bool)>, LocalStorage>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// Is the reader in the middle of a change?
    busy: RwSignal<bool>,
    /// Has the gesture under way an entry in the history already?
    entered: StoredValue<bool>,
}

/// Reads the question from the address now and whenever the reader moves through the history.
pub fn keep_in_step() {
    let lab = use_lab();
    let (search, path) = (use_location().search, use_location().pathname);
    let written = StoredValue::new(None::<String>);
    Effect::new(move |_| {
        let search = search.get();
        // On the way to another page its address is already there while this page still is.
        if path.get() != "/" {
            return;
        }
        if written.with_value(|written| written.as_ref() == Some(&search)) {
            return;
        }
        let draft = read(&search);
        written.set_value(Some(search));
        if lab.draft.with_untracked(|kept| *kept != draft) {
            lab.draft.set(draft);
        }
    });
    let navigate = use_navigate();
    let write = move |replace: bool| {
        // A question that can't be asked stays out of the address.
        if lab.checked.with_untracked(Result::is_err) {
            return;
        }
        let query = lab.draft.with_untracked(Draft::to_query);
        if written.with_value(|written| written.as_ref() == Some(&query)) {
            return;
        }
        written.set_value(Some(query.clone()));
        let address = if query.is_empty() {
            "/".to_owned()
        } else {
            format!("/?{query}")
        };
        let options = NavigateOptions {
            replace,
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&address, options);
    };
    let editor = Editor {
        lab,
        write: StoredValue::new_local(Box::new(write)),
        timer: StoredValue::new(None),
        busy: RwSignal::new(false),
        entered: StoredValue::new(false),
    };
    // What is on its way to the address must not be written over the next page's.
    on_cleanup(move || {
        if let Some(timer) = editor.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    });
    provide_context(editor);
}

/// The editor of the page around this component.
pub fn use_editor() -> Editor {
    match use_context::<Editor>() {
        Some(editor) => editor,
        None => {
            keep_in_step();
            use_editor()
        }
    }
}

impl Editor {
    /// Sets a field. `settled` says that the reader let go of it.
    pub fn set(self, field: Field, text: impl Into<String>, settled: bool) {
        let text = text.into();
        if self
            .lab
            .draft
            .with_untracked(|draft| draft.text(&field) != text)
        {
            self.lab.draft.update(|draft| draft.set(field, text));
        }
        self.touched(settled);
    }

    /// Any other change, settled at once.
    pub fn change(self, change: impl FnOnce(&mut Draft)) {
        self.lab.draft.update(change);
        self.touched(true);
    }

    /// What is wrong with a field, if anything.
    pub fn problem(self, field: &Field) -> Option<Problem> {
        self.lab.checked.with(|checked| {
            let problems = checked.as_ref().err()?;
            problems
                .iter()
                .find(|problem| problem.field == *field)
                .cloned()
        })
    }

    /// Is the reader in the middle of a change? What is half typed is not yet a mistake.
    pub fn busy(self) -> bool {
        self.busy.get()
    }

    fn touched(self, settled: bool) {
        self.busy.set(!settled);
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
        if settled {
            self.flush();
            self.entered.set_value(false);
        } else {
            self.after(SETTLE, move || {
                self.flush();
                self.after(PONDER, move || self.busy.set(false));
            });
        }
    }

    fn after(self, time: Duration, act: impl FnOnce() + 'static) {
        self.timer
            .set_value(set_timeout_with_handle(act, time).ok());
    }

    fn flush(self) {
        let replace = self.entered.get_value();
        self.write.with_value(|write| write(replace));
        self.entered.set_value(true);
    }
}

fn read(search: &str) -> Draft {
    let Ok(params) = UrlSearchParams::new_with_str(search) else {
        return Draft::default();
    };
    let pairs: Vec<(String, String)> = js_sys::try_iter(&params)
        .ok()
        .flatten()
        .into_iter()
        .flatten()
        .filter_map(|pair| {
            let pair = js_sys::Array::from(&pair.ok()?);
            Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
        })
        .collect();
    Draft::from_pairs(
        pairs
            .iter()
            .map(|(key, text)| (key.as_str(), text.as_str())),
    )
}
