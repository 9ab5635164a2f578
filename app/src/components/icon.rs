//! Line icons, drawn in the colour of the text beside them.

use leptos::prelude::*;

/// Which icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Sliders.
    Settings,
    /// A question mark.
    Help,
    /// Arrow down into a tray.
    Download,
    /// Two sheets.
    Copy,
    /// A tick.
    Done,
    /// A round arrow.
    Again,
    /// A cross.
    Close,
    /// A triangle pointing down.
    Down,
    /// Rows.
    Table,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Icon::Settings => "M3 6h7M14 6h3M3 14h3M10 14h7M12 4v4M8 12v4",
            Icon::Help => "M7.5 7.6a2.6 2.6 0 1 1 3.7 2.4c-.8.4-1.2.9-1.2 1.8M10 14.6v.1",
            Icon::Download => "M10 3v9M6 8.5 10 12l4-3.5M4 16h12",
            Icon::Copy => "M7 7V4h9v9h-3M4 7h9v9H4z",
            Icon::Done => "M4 10.5 8.2 15 16 5.5",
            Icon::Again => "M15.8 8A6 6 0 1 0 16 11.6M16 4v4h-4",
            Icon::Close => "M5 5l10 10M15 5 5 15",
            Icon::Down => "M5 8l5 5 5-5",
            Icon::Table => "M3 5h14v10H3zM3 9h14M8 9v6",
        }
    }
}

/// Draws an icon; it says nothing to a screen reader, the text beside it does.
pub fn icon(which: Icon) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d=which.path() />
        </svg>
    }
}
