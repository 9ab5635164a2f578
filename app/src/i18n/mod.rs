//! Every word of the page, in both languages: a word missing in one does not compile.

mod en;
mod ko;

use crate::library::protocol::Kind;
use crate::question::Problem;
use crate::settings::use_settings;
use crate::{format, troubles};
use domain::{Lang, Text, Timeframe, Ts};
use leptos::prelude::*;

macro_rules! words {
    ($($name:ident),* $(,)?) => {
        /// The words of one language; sentences with something in them are functions.
        pub struct Words {
            $(pub $name: &'static str,)*
            /// A bar length.
            pub timeframe_name: fn(Timeframe) -> &'static str,
            /// How many years back; `None` is everything.
            pub span: fn(Option<i64>) -> String,
            /// What is wrong with a field of this name.
            pub wrong: fn(&Problem, &str) -> String,
            /// Used and available megabytes.
            pub storage_of: fn(&str, &str) -> String,
            /// Workers started and cores there are.
            pub workers_of: fn(usize, usize) -> String,
            /// Milliseconds a run took.
            pub took: fn(&str) -> String,
            /// Parts done, of parts.
            pub progress: fn(u32, u32) -> String,
            /// Closed and open trades in a heading.
            pub trades_count: fn(&str, usize) -> String,
            /// From, to, in words: start, end, return, deepest drawdown.
            pub chart_summary: fn(&str, &str, &str, &str, &str, &str) -> String,
            /// An amount of money.
            pub money: fn(&str) -> String,
            /// A number of days.
            pub days: fn(&str) -> String,
            /// A number of bars.
            pub bars: fn(&str) -> String,
            /// Years the run covers.
            pub years: fn(&str) -> String,
            /// Factor of an annualised figure: bars a year.
            pub factor: fn(&str) -> String,
            /// Bars a year, which a figure was scaled with.
            pub bars_a_year: fn(&str) -> String,
            /// A month in few letters, 1 to 12.
            pub month: fn(usize) -> String,
            /// Whose clock dates are of.
            pub dates_in: fn(&str) -> String,
            /// Days a year, bar length, bars a year, root.
            pub annualisation_text: fn(&str, &str, &str, &str) -> String,
            /// What is charged, fees and slippage paid.
            pub costs_text: fn(&str, &str, &str) -> String,
            /// How many fields are not at their defaults.
            pub changed: fn(usize) -> String,
            /// Parts of a check done, of parts.
            pub checking: fn(u32, u32) -> String,
            /// Milliseconds a check took.
            pub checked: fn(&str) -> String,
            /// Values that are not in the table.
            pub more_values: fn(usize) -> String,
            /// A number of bars that may be more.
            pub or_more: fn(&str) -> String,
            /// A multiple.
            pub times: fn(&str) -> String,
            /// Symbols a strategy would be content with.
            pub take_symbols: fn(&str) -> String,
            /// Bars a strategy would be content with.
            pub take_bars: fn(&str) -> String,
            /// Funding and borrowing paid.
            pub funding_text: fn(&str) -> String,
            /// Bars, gaps, and bars missing in them.
            pub coverage_of: fn(&str, u32, &str) -> String,
            /// Symbols that are not shown.
            pub more_symbols: fn(usize) -> String,
        }
    };
}

words![
    // shell
    skip,
    nav,
    nav_backtest,
    nav_data,
    nav_about,
    tagline,
    help,
    settings,
    close,
    reload,
    yes,
    unknown,
    copied,
    theme,
    theme_system,
    theme_light,
    theme_dark,
    zone,
    zone_local,
    gain,
    gain_us,
    gain_kr,
    shortcuts_on,
    key_run,
    key_cancel,
    key_help,
    key_pan,
    key_zoom,
    key_reset,
    sort,
    update_ready,
    update_needed,
    worker_not_loaded,
    page_failed,
    part_arriving,
    part_missing,
    try_again,
    not_found,
    not_found_why,
    to_backtest,
    // question
    question,
    strategy,
    parameters,
    reset,
    market,
    sample,
    sample_short,
    sample_about,
    use_library,
    use_sample,
    library_about,
    library_empty,
    to_data,
    source,
    coverage,
    data_differs,
    fetch_series,
    take_these,
    symbols,
    symbols_help,
    timeframe,
    span_label,
    costs,
    fee,
    fee_help,
    slippage,
    slippage_help,
    fill,
    cash,
    use_default,
    remove,
    // answer
    answer,
    run_again,
    cancel,
    running,
    stale,
    copy_link,
    run_failed,
    run_cancelled,
    no_answer,
    own_plan,
    optimistic,
    equity,
    drawdown,
    curve_title,
    log_scale,
    as_table,
    save_png,
    save_csv,
    chart_keys,
    chart_failed,
    all_metrics,
    metric,
    value,
    formula,
    find_metric,
    no_such_metric,
    open_all,
    close_all,
    final_equity,
    longest,
    held,
    per_trade,
    expectancy,
    bars_held,
    // tables
    months_title,
    months_note,
    year,
    total,
    drawdowns_title,
    no_drawdown,
    peak,
    valley,
    recovery,
    not_yet,
    length,
    scroll_hint,
    // trades
    trades,
    symbol,
    side,
    long,
    short,
    entry,
    exit,
    price,
    quantity,
    fees,
    funding,
    pnl,
    return_,
    reason,
    no_trades,
    no_trades_why,
    time,
    // assumptions
    assumptions,
    data,
    data_text,
    annualisation,
    path,
    sizing,
    account,
    risk,
    refusals,
    cuts,
    none,
    spec_hash,
    report_hash,
    data_hash,
    engine,
    copy_spec,
    copy_spec_about,
    copy_spec_hash,
    copy_report_hash,
    // details of account and costs
    details,
    details_about,
    careful,
    careful_about,
    watched,
    watched_help,
    // the check
    honesty,
    honesty_about,
    check,
    check_again,
    check_running,
    check_failed,
    check_cancelled,
    check_stale,
    ahead_steps,
    ahead_columns,
    both_engines,
    mark_sound,
    mark_faulty,
    mark_open,
    warm_up,
    warm_up_about,
    known_value,
    known_after,
    known_at_once,
    band,
    cost_multiple,
    profit_factor,
    this_run,
    // about
    about_what,
    about_sample,
    about_version,
    about_browser,
    about_edge,
    about_licences,
    fact_version,
    fact_build,
    fact_commit,
    fact_engine,
    fact_workers,
    fact_offline,
    fact_storage,
    offline_next,
    edge_asking,
    edge_reachable,
    edge_absent,
    edge_needs,
    // library
    check_library,
    find_symbol,
];

impl Words {
    /// What is wrong with a field.
    pub fn problem(&self, problem: &Problem, name: &str) -> String {
        (self.wrong)(problem, name)
    }
}

/// The words of the language in use; a view that asks is drawn again when the language changes.
pub fn use_words() -> &'static Words {
    match use_settings().lang.get() {
        Lang::En => &en::WORDS,
        Lang::Ko => &ko::WORDS,
    }
}

/// What went wrong, in the language and on the clock in use; a view that asks is drawn again when these change.
pub fn trouble(kind: &Kind) -> String {
    let settings = use_settings();
    let zone = settings.zone.get();
    let clock = move |at: Ts| {
        let text = format::minute(zone.clock(at));
        // Midnight is the day.
        text.strip_suffix(" 00:00")
            .map_or(text.clone(), str::to_owned)
    };
    troubles::sentence(kind, settings.lang.get(), &clock)
}

/// A word as views take it.
pub type Word = fn() -> &'static str;

/// Gives all words one type. Closures are a type each, and each would bring its own copy of the code that draws a text.
pub const fn word(of: Word) -> Word {
    of
}

/// A text of a definition as views take it, in the language in use; of one type for the same reason.
pub fn text_in(of: Text) -> Signal<&'static str> {
    Signal::derive(move || of.get(use_settings().lang.get()))
}
