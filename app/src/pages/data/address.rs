//! What of the page stands in the address: everything a reader chose.

use crate::library::protocol::SeriesKey;
use domain::{Symbol, Timeframe, Venue};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{query_signal_with_options, use_location};

/// A word of the address.
#[derive(Clone, Copy)]
pub struct Part {
    value: Memo<Option<String>>,
    set: SignalSetter<Option<String>>,
}

impl Part {
    /// A part that is replaced in the history, as what is typed.
    pub fn typed(name: &'static str) -> Part {
        Part::new(name, true)
    }

    /// A part with an entry in the history for each change.
    pub fn chosen(name: &'static str) -> Part {
        Part::new(name, false)
    }

    fn new(name: &'static str, replace: bool) -> Part {
        let options = NavigateOptions {
            replace,
            scroll: false,
            ..NavigateOptions::default()
        };
        let (value, set) = query_signal_with_options::<String>(name, options);
        // On the way to another page its address is already there while this page still is.
        let path = use_location().pathname;
        let kept = Memo::new(move |before: Option<&Option<String>>| {
            let value = value.get();
            if path.get() == super::PATH {
                value
            } else {
                before.cloned().flatten()
            }
        });
        Part { value: kept, set }
    }

    /// What it says; nothing is the empty text.
    pub fn get(self) -> String {
        self.value.get().unwrap_or_default()
    }

    /// Sets it; the empty text takes it away.
    pub fn set(self, text: impl Into<String>) {
        let text = text.into();
        self.set.set(Some(text).filter(|text| !text.is_empty()));
    }

    /// What it says, as a list.
    pub fn list(self) -> Vec<String> {
        let text = self.get();
        let words = text.split(',').filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    }

    /// Takes a word into the list or out of it.
    pub fn toggle(self, word: &str) {
        let mut list = untrack(|| self.list());
        match list.iter().position(|known| known == word) {
            Some(place) => {
                list.remove(place);
            }
            None => list.push(word.to_owned()),
        }
        self.set(list.join(","));
    }
}

/// All parts, handed down to the components of the page.
#[derive(Clone, Copy)]
pub struct Address {
    /// Which panel is open: `get`, `import`, `check` or none.
    pub panel: Part,
    /// Words the list is filtered by.
    pub filter: Part,
    /// What the list is sorted by; a minus before it says largest first.
    pub sort: Part,
    /// The series on show.
    pub series: Part,
    /// How it is shown: `table` or as a chart.
    pub view: Part,
    /// The stretch of the chart, in milliseconds.
    pub range: Part,
    /// First row of the table.
    pub row: Part,
    /// The exchange data is asked of.
    pub venue: Part,
    /// Words markets are looked for with.
    pub find: Part,
    /// Their quote currency, or `favourites`.
    pub quote: Part,
    /// Markets chosen.
    pub markets: Part,
    /// Intervals chosen.
    pub intervals: Part,
    /// First day.
    pub from: Part,
    /// Last day.
    pub to: Part,
    /// Minutes between updates; empty is what this device remembers.
    pub every: Part,
}

/// Reads the address; once for the page.
pub fn provide() -> Address {
    let address = Address {
        panel: Part::chosen("panel"),
        filter: Part::typed("q"),
        sort: Part::typed("sort"),
        series: Part::chosen("series"),
        view: Part::typed("view"),
        range: Part::typed("range"),
        row: Part::typed("row"),
        venue: Part::typed("venue"),
        find: Part::typed("find"),
        quote: Part::typed("quote"),
        markets: Part::typed("markets"),
        intervals: Part::typed("intervals"),
        from: Part::typed("from"),
        to: Part::typed("to"),
        every: Part::typed("every"),
    };
    provide_context(address);
    address
}

/// The address of the page around this component.
pub fn use_address() -> Address {
    use_context().unwrap_or_else(provide)
}

/// A series as the address names it.
pub fn name_of(key: SeriesKey) -> String {
    format!("{}:{}:{}", key.venue.id(), key.symbol, key.timeframe)
}

/// Reads it.
pub fn key_of(name: &str) -> Option<SeriesKey> {
    let mut parts = name.split(':');
    let key = SeriesKey {
        venue: Venue::find(parts.next()?)?,
        symbol: Symbol::parse(parts.next()?).ok()?,
        timeframe: Timeframe::parse(parts.next()?)?,
    };
    parts.next().is_none().then_some(key)
}
