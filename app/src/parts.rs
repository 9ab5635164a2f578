//! What of the page loads on demand: a line in the list makes a view a file of its own.

use leptos::prelude::AnyView;
pub use leptos::wasm_split::SplitLoaderError;
use std::future::Future;
use std::pin::Pin;

/// Makes the view of a part that is here.
pub type View = fn() -> AnyView;

/// A part on its way; it fails when its file can't be had, and may then be asked for again.
pub type Arriving = Pin<Box<dyn Future<Output = Result<View, SplitLoaderError>>>>;

/// A part of the page.
pub type Part = fn() -> Arriving;

macro_rules! parts {
    ($($(#[$about:meta])* $name:ident: $view:path,)*) => {
        $(
            $(#[$about])*
            pub fn $name() -> Arriving {
                Box::pin(split::$name())
            }
        )*

        #[allow(
            unsafe_code,
            missing_docs,
            reason = "the marks at which the program is split are imports and exports"
        )]
        mod split {
            use super::{SplitLoaderError, View};
            use leptos::prelude::IntoAny;

            $(
                #[leptos::wasm_split::wasm_split($name, wasm_split_path = ::leptos::wasm_split, fallible)]
                pub fn $name() -> Result<View, SplitLoaderError> {
                    Ok(|| $view().into_any())
                }
            )*
        }
    };
}

parts! {
    /// What the program is and what the browser gives it.
    about: crate::pages::about::About,
    /// The library of bars.
    data: crate::pages::data::Data,
    /// Every metric with its formula, behind its fold.
    metrics: crate::pages::backtest::all_metrics::Groups,
    /// Bars of the library for a question.
    market: crate::pages::backtest::library_market::LibraryMarket,
    /// The check of a run.
    honesty: crate::pages::backtest::honesty::HonestyPanel,
}
