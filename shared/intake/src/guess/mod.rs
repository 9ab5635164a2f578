//! What a file doesn't say: which mark sets cells apart, where the table begins, what columns mean, how times and numbers are
//! written. What was chosen is never guessed.

pub mod filename;
pub mod layout;
pub mod numbers;
pub mod roles;
pub mod times;

use crate::options::{NumberForm, Options, Place, Role, TimeForm};
use crate::table::{Cell, Table};
use crate::value::{clock, moment};
use domain::{Calendar, Symbol, Timeframe, Venue};

/// How a table is read: what was chosen, and the rest guessed.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Names of the columns.
    pub names: Vec<String>,
    /// What each is.
    pub roles: Vec<Role>,
    /// Columns whose name means what an earlier one means.
    pub twice: Vec<usize>,
    /// How times are written; `None` when day and month could be either.
    pub time: Option<TimeForm>,
    /// Was that chosen?
    pub time_chosen: bool,
    /// Whose clock a time without a zone is; `None` when nothing tells.
    pub zone: Option<Place>,
    /// How numbers are written, and what leaves it open.
    pub numbers: numbers::Writing,
    /// Length of a bar, when chosen.
    pub timeframe: Option<Timeframe>,
    /// Length of a bar as the file's name says.
    pub named_timeframe: Option<Timeframe>,
    /// Where the bars were made.
    pub venue: Option<Venue>,
    /// Of which market.
    pub symbol: Option<Symbol>,
    /// Was that chosen?
    pub symbol_chosen: bool,
    /// Of which market as the file says apart from its rows.
    pub named_symbol: Option<Symbol>,
    /// When the market is open: as chosen, as its venue is, or as the file says.
    pub calendar: Option<Calendar>,
}

impl Plan {
    /// Looks at a table under some options.
    pub fn new(hints: &filename::Hints, table: &Table, options: &Options) -> Plan {
        let names = table.names();
        let (mut roles, mut twice) = roles::of_header(&names);
        let has_header = !matches!(table, Table::Text { header: None, .. });
        if !has_header {
            roles = layout::roles_without_header(table, names.len());
        }
        date_and_clock(table, &mut roles);
        if !roles.contains(&Role::Time)
            && !roles.contains(&Role::Date)
            && let Some(place) = times::column(table, &roles)
        {
            set(&mut roles, place, Role::Time);
        }
        if let Some(chosen) = &options.columns {
            roles = chosen.clone();
            roles.resize(names.len(), Role::Other);
            twice = repeated(&roles);
        }
        let place = |role: Role| roles.iter().position(|other| *other == role);
        let time_place = place(Role::Time).or_else(|| place(Role::Date));
        let time = options.time.or_else(|| times::form(table, time_place?));
        let prices: Vec<usize> = [Role::Open, Role::High, Role::Low, Role::Close, Role::Volume]
            .into_iter()
            .filter_map(place)
            .collect();
        let zone = options.zone.or_else(|| {
            let name = names.get(time_place?)?;
            roles::zone_of(name).or_else(|| roles::is_pyupbit(&names).then_some(roles::KOREA))
        });
        let venue = options.venue.or(hints.venue);
        let own = venue.and_then(Venue::calendar);
        Plan {
            time,
            time_chosen: options.time.is_some(),
            zone,
            numbers: numbers::Writing::new(table, &prices, options.numbers),
            timeframe: options.timeframe,
            named_timeframe: hints.timeframe,
            venue,
            symbol: options.symbol.or(hints.symbol),
            symbol_chosen: options.symbol.is_some(),
            named_symbol: hints.symbol,
            calendar: options.calendar.or(own).or(hints.calendar),
            names,
            roles,
            twice,
        }
    }

    /// The column of a role.
    pub fn place(&self, role: Role) -> Option<usize> {
        self.roles.iter().position(|other| *other == role)
    }

    /// The name of the column of a role, or the role's own where there is none.
    pub fn column(&self, role: Role) -> &str {
        let name = self.place(role).and_then(|place| self.names.get(place));
        name.map_or(role.id(), String::as_str)
    }

    /// How numbers are read.
    pub fn number_form(&self) -> NumberForm {
        self.numbers.form
    }
}

/// Columns that repeat a role somebody chose twice.
fn repeated(roles: &[Role]) -> Vec<usize> {
    let seen_before = |place: &usize| {
        let role = roles.get(*place).copied().unwrap_or_default();
        role != Role::Other && roles.iter().take(*place).any(|other| *other == role)
    };
    (0..roles.len()).filter(seen_before).collect()
}

/// A date beside a time of day is one time in two columns; beside a whole time it is only another way to say it, and alone it is
/// the time.
fn date_and_clock(table: &Table, roles: &mut [Role]) {
    let place = |roles: &[Role], role: Role| roles.iter().position(|other| *other == role);
    let Some(date) = place(roles, Role::Date).filter(|_| !roles.contains(&Role::Clock)) else {
        return;
    };
    let Some(time) = place(roles, Role::Time) else {
        set(roles, date, Role::Time);
        return;
    };
    let is_clock = |cell: Cell<'_>| match cell {
        Cell::Text(text) => {
            clock::alone(text).is_some() && moment::date(text, TimeForm::YearFirst).is_none()
        }
        _ => false,
    };
    let rows = table.len();
    let clocks = layout::sample(rows, 50)
        .filter(|row| is_clock(table.cell(*row, time)))
        .count();
    match clocks * 2 > layout::sample(rows, 50).count() {
        true => set(roles, time, Role::Clock),
        false => set(roles, date, Role::Other),
    }
}

fn set(roles: &mut [Role], place: usize, role: Role) {
    if let Some(old) = roles.get_mut(place) {
        *old = role;
    }
}
