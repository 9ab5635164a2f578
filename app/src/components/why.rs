//! What went wrong, in the reader's language, with what only whoever met it could tell in parentheses.

use crate::i18n;
use crate::library::protocol::Trouble;
use leptos::prelude::*;

/// The sentence and the particulars.
pub fn why(trouble: Trouble) -> AnyView {
    let Trouble { kind, said } = trouble;
    let particulars = (!said.is_empty()).then(|| view! { " " <code>"(" {said} ")"</code> });
    view! { <p>{move || i18n::trouble(&kind)} {particulars}</p> }.into_any()
}

/// The same as text.
pub fn why_text(trouble: &Trouble) -> String {
    let sentence = i18n::trouble(&trouble.kind);
    match trouble.said.as_str() {
        "" => sentence,
        said => format!("{sentence} ({said})"),
    }
}
