//! The details of account and costs as data: what a question can say beyond strategy, market and the plain costs.
//!
//! A detail is a name in links, its words and what it accepts. Form, check, link and notices all read the one definition.

mod account;
mod costs;
mod sizing;

use super::{Draft, Field, Range};
use crate::format;
use account::{ACCOUNT, LIMITS};
use costs::{COSTS, ORDERS};
use domain::Text;
use sizing::SIZING;

/// One detail.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detail {
    /// Its name in links.
    pub id: &'static str,
    /// Its name in the form.
    pub label: Text,
    /// What it does, in a sentence.
    pub help: Text,
    /// What it counts.
    pub unit: Text,
    /// What it accepts.
    pub kind: Kind,
    /// It means something only while this choice is one of these.
    pub with: Option<(&'static str, &'static [&'static str])>,
}

/// What a detail accepts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A number.
    Number(Range),
    /// A number, or nothing at all, which is called so.
    Maybe(Range, Text),
    /// On or off, off unless said.
    Switch,
    /// One of a few, the first unless said: names in links and names for people.
    Choice(&'static [(&'static str, Text)]),
}

/// Details that belong together.
pub struct Group {
    /// Its name in tests.
    pub id: &'static str,
    /// Its heading.
    pub title: Text,
    /// What is in it.
    pub details: &'static [Detail],
}

/// All details, in the order of the form.
pub const GROUPS: [Group; 5] = [
    Group {
        id: "sizing",
        title: Text::new("Order size", "주문 크기"),
        details: SIZING,
    },
    Group {
        id: "account",
        title: Text::new("Account", "계좌"),
        details: ACCOUNT,
    },
    Group {
        id: "limits",
        title: Text::new("Risk limits", "리스크 한도"),
        details: LIMITS,
    },
    Group {
        id: "costs",
        title: Text::new("More costs", "추가 비용"),
        details: COSTS,
    },
    Group {
        id: "orders",
        title: Text::new("Inside a bar", "봉 안의 순서"),
        details: ORDERS,
    },
];

/// Every detail.
pub fn all() -> impl Iterator<Item = &'static Detail> {
    GROUPS.iter().flat_map(|group| group.details)
}

/// The detail with this name.
pub fn find(id: &str) -> Option<&'static Detail> {
    all().find(|detail| detail.id == id)
}

/// Do other details mean something only beside some values of this one?
pub(super) fn decides(id: &str) -> bool {
    let mut choices = all().filter_map(|detail| detail.with);
    choices.any(|(choice, _)| choice == id)
}

impl Detail {
    /// The field of the form that holds it.
    pub fn field(&self) -> Field {
        Field::Detail(self.id)
    }

    /// What it holds until something else is said.
    pub fn default_text(&self) -> String {
        match self.kind {
            Kind::Number(range) => range.default_text(),
            Kind::Maybe(..) => String::new(),
            Kind::Switch => "0".to_owned(),
            Kind::Choice(options) => options.first().map_or("", |(id, _)| id).to_owned(),
        }
    }

    /// Does it mean anything beside the other choices of this draft?
    pub fn is_used(&self, draft: &Draft) -> bool {
        self.with.is_none_or(|(choice, values)| {
            let chosen = draft.text(&Field::Detail(choice));
            values.contains(&chosen.as_str())
        })
    }

    /// The ends of what it accepts, for the help beside it.
    pub fn range(&self) -> Option<Range> {
        match self.kind {
            Kind::Number(range) | Kind::Maybe(range, _) => Some(range),
            Kind::Switch | Kind::Choice(_) => None,
        }
    }
}

impl Draft {
    /// How many details say something else than their defaults, the watched symbols of the sample included: those of the
    /// library stand elsewhere.
    pub fn details_changed(&self) -> usize {
        let watched = usize::from(self.venue().is_none() && self.differs(&Field::Watched));
        let changed = all().filter(|detail| self.differs(&detail.field()));
        watched + changed.count()
    }

    /// All details back to their defaults.
    pub fn reset_details(&mut self) {
        for detail in all() {
            self.reset(&detail.field());
        }
        if self.venue().is_none() {
            self.reset(&Field::Watched);
        }
    }

    /// Sets the limits that paper and live trading start with.
    pub fn set_careful_limits(&mut self) {
        let careful = domain::Risk::careful();
        let shares = [
            ("risk.position", careful.position),
            ("risk.symbol", careful.symbol),
            ("risk.portfolio", careful.portfolio),
            ("risk.day_loss", careful.day_loss),
            ("risk.drawdown", careful.drawdown),
        ];
        for (id, share) in shares {
            let percent = share.map(|share| (share.get() * 1e6).round() / 1e4);
            self.set(
                Field::Detail(id),
                percent.map_or(String::new(), format::plain),
            );
        }
        let stop = u8::from(careful.stop_required).to_string();
        self.set(Field::Detail("risk.stop_required"), stop);
    }

    /// What means nothing beside a new choice goes with the old one.
    pub(super) fn drop_unused_details(&mut self) {
        let unused: Vec<Field> = all()
            .filter(|detail| !detail.is_used(self))
            .map(Detail::field)
            .collect();
        for field in unused {
            self.reset(&field);
        }
        if !self.uses_slippage() {
            self.reset(&Field::Slippage);
        }
    }

    /// Is slippage in basis points part of the model in use?
    pub fn uses_slippage(&self) -> bool {
        self.text(&Field::Detail("slip")) != "atr"
    }
}

const NO_UNIT: Text = Text::new("", "");
const PERCENT: Text = Text::new("%", "%");
const TIMES: Text = Text::new("×", "배");
const BARS: Text = Text::new("bars", "봉");
const BPS: Text = Text::new("bps", "bps");
const WON: Text = Text::new("KRW", "KRW");
const NO_LIMIT: Text = Text::new("no limit", "한도 없음");

const fn number([min, max, default, step]: [f64; 4]) -> Kind {
    Kind::Number(range([min, max, default, step], false))
}

const fn whole([min, max, default, step]: [f64; 4]) -> Kind {
    Kind::Number(range([min, max, default, step], true))
}

const fn maybe([min, max, default, step]: [f64; 4]) -> Kind {
    Kind::Maybe(range([min, max, default, step], false), NO_LIMIT)
}

const fn range([min, max, default, step]: [f64; 4], whole: bool) -> Range {
    Range {
        min,
        max,
        default,
        step,
        whole,
    }
}

const fn detail(id: &'static str, label: Text, help: Text, unit: Text, kind: Kind) -> Detail {
    Detail {
        id,
        label,
        help,
        unit,
        kind,
        with: None,
    }
}

impl Detail {
    const fn with(self, choice: &'static str, values: &'static [&'static str]) -> Detail {
        Detail {
            with: Some((choice, values)),
            ..self
        }
    }
}

/// What one entry may use at most when borrowing is allowed, in percent of the equity.
const MOST: f64 = 12_500.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_stands_twice_and_every_dependence_is_on_a_choice_there_is() {
        let mut ids: Vec<&str> = all().map(|detail| detail.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all().count());
        for detail in all() {
            assert!(!detail.help.en.is_empty() && !detail.help.ko.is_empty());
            let Some((choice, values)) = detail.with else {
                continue;
            };
            let Some(Kind::Choice(options)) = find(choice).map(|found| found.kind) else {
                panic!("{}: {choice} is no choice", detail.id);
            };
            for value in values {
                assert!(options.iter().any(|(id, _)| id == value), "{}", detail.id);
            }
        }
    }

    #[test]
    fn another_choice_takes_its_numbers_along() {
        let mut draft = Draft::default();
        draft.set(Field::Detail("sizing"), "risk");
        draft.set(Field::Detail("sizing.risk"), "2");
        assert_eq!(draft.details_changed(), 2);
        draft.set(Field::Detail("sizing"), "equity");
        assert!(!draft.differs(&Field::Detail("sizing.risk")));
        draft.set(Field::Slippage, "9");
        draft.set(Field::Detail("slip"), "atr");
        assert!(!draft.differs(&Field::Slippage));
        draft.reset_details();
        assert_eq!(draft.to_query(), "");
    }

    #[test]
    fn careful_limits_are_said_in_percent() {
        let mut draft = Draft::default();
        draft.set_careful_limits();
        assert_eq!(
            draft.to_query(),
            "risk.day_loss=5&risk.drawdown=20&risk.portfolio=80&risk.position=10&risk.stop_required=1&risk.symbol=15"
        );
    }
}
