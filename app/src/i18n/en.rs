//! The English words.

use super::Words;
use crate::format;
use crate::question::{Problem, Wrong};
use domain::Timeframe;

pub(super) static WORDS: Words = Words {
    skip: "Skip to the content",
    nav: "Pages",
    nav_backtest: "Backtest",
    nav_data: "Data",
    nav_about: "About",
    tagline: "Everything is computed in this browser.",
    help: "Keyboard help",
    settings: "Display settings",
    close: "Close",
    reload: "Reload",
    yes: "yes",
    unknown: "unknown",
    copied: "Copied",
    theme: "Theme",
    theme_system: "System",
    theme_light: "Light",
    theme_dark: "Dark",
    zone: "Time zone",
    zone_local: "Local",
    gain: "Gain and loss",
    gain_us: "Green / red",
    gain_kr: "Red / blue",
    shortcuts_on: "Single-key shortcuts",
    key_run: "Run again",
    key_cancel: "Cancel the run",
    key_help: "This help",
    key_pan: "Move along the chart (when it has the focus)",
    key_zoom: "Zoom the chart",
    key_reset: "Whole chart",
    sort: "Sort by this column",
    update_ready: "A new version is ready.",
    update_needed: "A new version is ready. This page is older than its compute workers, so nothing is run until it is reloaded.",
    worker_not_loaded: "The compute worker could not be loaded. That usually means a new version was published, or the connection is gone.",
    page_failed: "This page could not be shown",
    part_arriving: "Loading this part of the page…",
    part_missing: "This part of the page could not be loaded. Check the connection; after an update the page has to be reloaded.",
    try_again: "Try again",
    not_found: "There is no such page",
    not_found_why: "The address may be mistyped or from another version.",
    to_backtest: "Go to the backtest",
    question: "Question",
    strategy: "Strategy",
    parameters: "Parameters",
    reset: "Reset",
    market: "Market",
    sample: "Sample data",
    sample_short: "Sample data, not real prices",
    sample_about: "Sample data — generated, not real prices. Four invented symbols, 2019 to 2024, quoted in won.",
    use_library: "Use bars of your library",
    use_sample: "Use the sample",
    library_about: "Series of your library: one venue at a time; longer bars are made of shorter ones.",
    library_empty: "There is no series in your library yet.",
    to_data: "Download or import some",
    source: "Venue",
    coverage: "What there is",
    data_differs: " These are not the bars the link was made with.",
    fetch_series: "Download it",
    take_these: "Run on the bars here",
    symbols: "Symbols",
    symbols_help: "Several share one account in equal slots.",
    timeframe: "Bars",
    span_label: "Period",
    costs: "Costs and execution",
    fee: "Fee",
    fee_help: "Each side; 1 bps is 0.01%.",
    slippage: "Slippage",
    slippage_help: "Each side, against you.",
    fill: "Fills",
    cash: "Starting cash",
    use_default: "Use the default",
    remove: "Remove it",
    answer: "Result",
    run_again: "Run again",
    cancel: "Cancel",
    running: "Running",
    stale: "for the earlier settings",
    copy_link: "Copy a link to this backtest",
    run_failed: "The run failed; the result shown is from before.",
    run_cancelled: "The run was cancelled; any result shown belongs to earlier settings.",
    no_answer: "No result yet",
    own_plan: "Own plan",
    optimistic: "Optimistic",
    equity: "Equity",
    drawdown: "Drawdown",
    curve_title: "Equity and drawdown",
    log_scale: "Log scale",
    as_table: "Table",
    save_png: "PNG",
    save_csv: "CSV",
    chart_keys: "Arrow keys move along the time axis, plus and minus zoom, Home shows all of it. The table button shows the same points as a table.",
    chart_failed: "The chart could not be drawn; the table shows the same points.",
    all_metrics: "All metrics and how they are computed",
    metric: "Metric",
    value: "Value",
    formula: "Formula",
    find_metric: "Find a metric",
    no_such_metric: "No metric has this in its name.",
    open_all: "Open all",
    close_all: "Close all",
    final_equity: "to",
    longest: "longest",
    held: "held",
    per_trade: "a trade",
    expectancy: "a trade",
    bars_held: "Bars",
    months_title: "Monthly returns, %",
    months_note: "calendar months in UTC",
    year: "Year",
    total: "Total",
    drawdowns_title: "Worst drawdowns",
    no_drawdown: "The account was never below an earlier peak.",
    peak: "Peak",
    valley: "Valley",
    recovery: "Recovery",
    not_yet: "not yet",
    length: "Length",
    scroll_hint: "Scroll sideways for more",
    trades: "Trades",
    symbol: "Symbol",
    side: "Side",
    long: "Long",
    short: "Short",
    entry: "Entry",
    exit: "Exit",
    price: "price",
    quantity: "Quantity",
    fees: "Fees",
    funding: "Funding",
    pnl: "Gain",
    return_: "Return",
    reason: "Exit by",
    no_trades: "No trades",
    no_trades_why: "The entry condition never held, or every order was refused; the assumptions below count the refusals.",
    time: "Time",
    assumptions: "Assumptions",
    data: "Data",
    data_text: "Sample data — generated, not real prices.",
    annualisation: "Annualisation",
    path: "Stop and target",
    sizing: "Sizing",
    account: "Account",
    risk: "Risk limits",
    refusals: "Refused orders",
    cuts: "Orders made smaller",
    none: "none",
    spec_hash: "Question hash",
    report_hash: "Result hash",
    data_hash: "Data hash",
    engine: "Engine",
    copy_spec: "Copy spec",
    copy_spec_about: "Copy the question as JSON, for `backcast run --spec`",
    copy_spec_hash: "Copy the hash of the question",
    copy_report_hash: "Copy the hash of the result",
    details: "Account and costs in detail",
    details_about: "Sizes, leverage, limits, more costs. What isn’t touched stays plain.",
    careful: "Careful limits",
    careful_about: "The limits that paper and live trading start with",
    watched: "Watched symbols",
    watched_help: "Loaded beside the traded ones and never traded, for rules that look at them.",
    honesty: "Is this run honest?",
    honesty_about: "Looks for values that know the future, runs both engines against each other, and repeats the run with every way to fill and at other costs. It takes a few seconds.",
    check: "Check this run",
    check_again: "Check again",
    check_running: "Checking",
    check_failed: "The check failed.",
    check_cancelled: "The check was cancelled.",
    check_stale: "The settings changed since the last check.",
    ahead_steps: "Looking ahead, bar by bar",
    ahead_columns: "Looking ahead, in columns",
    both_engines: "Both engines",
    mark_sound: "Sound",
    mark_faulty: "Faulty",
    mark_open: "Not asked",
    warm_up: "Warm-up",
    warm_up_about: "Bars that pass before a value is known. What is made of several is known with the slowest.",
    known_value: "Value",
    known_after: "Known after",
    known_at_once: "Every value is known from the first bar on.",
    band: "The same run, other fills and costs",
    cost_multiple: "Costs",
    profit_factor: "Profit factor",
    this_run: "this run",
    about_what: "A quant laboratory in a browser tab. Choose a rule, change a number, and see at once what it would have done: the run is computed on this device by Rust compiled to WebAssembly, in threads of its own. No account, nothing to install, and no data leaves the tab.",
    about_sample: "The market shown is a sample made by a seeded generator. It has trends, calm and storms, gaps and outages like a real one, and it says nothing about any real price.",
    about_version: "This version",
    about_browser: "This browser",
    about_edge: "Exchange relay",
    about_licences: "Made with",
    fact_version: "Version",
    fact_build: "Build",
    fact_commit: "Commit",
    fact_engine: "Engine",
    fact_workers: "Compute workers",
    fact_offline: "Works offline",
    fact_storage: "Storage",
    offline_next: "from the next visit",
    edge_asking: "Asking…",
    edge_reachable: "Reachable.",
    edge_absent: "Not served here, or you are offline.",
    edge_needs: "Only fetching candles from an exchange needs the relay, because exchanges refuse or throttle browsers. Backtests of the sample market, the page and offline use work without it.",
    check_library: "Check the library",
    find_symbol: "Find by code",
    timeframe_name,
    span,
    wrong,
    storage_of: |used, quota| format!("{used} of {quota} MB used"),
    workers_of: |workers, cores| format!("{workers} running, {cores} cores"),
    took: |millis| format!("{millis} ms"),
    progress: |done, of| format!("Running, step {done} of {of}"),
    trades_count: |closed, open| match open {
        0 => format!("Trades: {closed} · amounts in {}", money()),
        _ => format!(
            "Trades: {closed} closed, {open} open · amounts in {}",
            money()
        ),
    },
    chart_summary: |from, to, start, end, gain, depth| {
        format!(
            "From {from} to {to} the account went from {start} to {end} {} ({gain}). Its deepest fall from a peak was {depth}.",
            money()
        )
    },
    money: |amount| format!("{amount} {}", money()),
    days: |days| counted(days, "day"),
    bars: |bars| counted(bars, "bar"),
    years: |years| format!("{years} years"),
    factor: |bars| format!("a year: √{bars}"),
    bars_a_year: |bars| format!("{bars} bars a year"),
    month,
    dates_in: |zone| format!("dates in {zone}"),
    annualisation_text: |days, bar, bars, root| {
        format!(
            "{days} trading days a year of {bar} bars: {bars} bars a year. Per-bar ratios are multiplied by √{bars} = {root}."
        )
    },
    costs_text: |charged, fees, slipped| {
        format!(
            "{charged}. Paid in this run: {fees} {0} in fees, {slipped} {0} in slippage.",
            money()
        )
    },
    changed: |count| format!("{count} changed"),
    checking: |done, of| format!("Checking, step {} of {of}", (done + 1).min(of)),
    checked: |millis| format!("Checked in {millis} ms."),
    more_values: |count| match count {
        1 => "1 more value is known no later.".to_owned(),
        _ => format!("{count} more values are known no later."),
    },
    or_more: |bars| format!("{bars} or more"),
    times: |times| format!("{times}×"),
    take_symbols: |names| format!("Use {names}"),
    take_bars: |bars| format!("Use {bars} bars"),
    coverage_of: |bars, gaps, missing| match gaps {
        0 => format!("{bars} bars without a gap"),
        _ => format!("{bars} bars, gaps: {gaps} with {missing} bars missing"),
    },
    more_symbols: |count| format!("{count} more; type to find them."),
    funding_text: |paid| format!("Funding and borrowing: {paid} {}.", money()),
};

fn timeframe_name(frame: Timeframe) -> &'static str {
    match frame {
        Timeframe::Hour1 => "1 hour",
        Timeframe::Day1 => "1 day",
        other => other.as_str(),
    }
}

fn counted(count: &str, thing: &str) -> String {
    match count {
        "1" => format!("1 {thing}"),
        _ => format!("{count} {thing}s"),
    }
}

fn month(number: usize) -> String {
    let names = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let name = names.get(number.wrapping_sub(1)).copied();
    name.unwrap_or_default().to_owned()
}

fn span(years: Option<i64>) -> String {
    match years {
        None => "All".to_owned(),
        Some(1) => "1 year".to_owned(),
        Some(years) => format!("{years} years"),
    }
}

fn wrong(problem: &Problem, name: &str) -> String {
    let got = &problem.got;
    match &problem.wrong {
        Wrong::NotANumber if got.trim().is_empty() => format!("{name}: a number is missing."),
        Wrong::NotANumber => format!("{name}: “{got}” is not a number."),
        Wrong::NotWhole => format!("{name}: {got} is not a whole number."),
        Wrong::Outside(range) => {
            let (min, max) = (format::bound(range.min), format::bound(range.max));
            format!("{name}: {got} is outside {min} – {max}.")
        }
        Wrong::Unknown(known) => {
            format!(
                "{name}: “{got}” is not known. Possible: {}.",
                known.join(", ")
            )
        }
        Wrong::Empty => format!("{name}: choose at least one."),
        Wrong::Twice => format!("{name}: one is named twice in {got}."),
        Wrong::NoSuchParam => format!("{name}: this strategy has no such parameter."),
        Wrong::Relation(must) => {
            format!("{name}: {got} is not possible, it must be {}.", must.en)
        }
        Wrong::Idle => format!("{name}: it has no effect beside the other choices."),
        Wrong::NothingInside => {
            format!("{name}: only daily bars have hourly bars inside to replay.")
        }
        Wrong::Together(why) => format!("This question is not possible: {why}."),
    }
}

/// The money of the answer on show, as it is written behind an amount.
fn money() -> &'static str {
    crate::state::quote()
}
