//! The flags of `backcast run` and what their help says.

use crate::data::How;
use clap::ValueEnum;

/// What to run.
#[derive(clap::Args)]
#[command(group(clap::ArgGroup::new("bars").args(["data", "library"])))]
pub struct Arguments {
    /// A run spec as JSON, as the page shows it and --print-spec prints it; `-` reads standard input.
    ///
    /// It says everything but where files are: one about bars from files needs --data for each of its symbols.
    #[arg(long, value_name = "FILE", conflicts_with_all = [
        "strategy", "plan", "set", "symbol", "venue", "timeframe", "inside", "from", "to", "fill", "path", "fee",
        "maker_fee", "slippage", "funding", "borrow", "size", "leverage", "maintenance", "max_positions", "hedge", "risk", "cash",
    ])]
    pub(crate) spec: Option<String>,
    /// A strategy of `backcast list strategies`: volatility_breakout when left out.
    #[arg(long, value_name = "ID")]
    pub(crate) strategy: Option<String>,
    /// A plan of one's own as JSON instead of a strategy; `-` reads standard input.
    #[arg(long, value_name = "FILE.json", conflicts_with_all = ["strategy", "set"])]
    pub(crate) plan: Option<String>,
    /// A parameter of the strategy, as NAME=VALUE; may be given again.
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) set: Vec<String>,

    /// A symbol of `backcast list symbols`, or with --library a market like KRW-BTC; may be given again, the symbols then
    /// share the cash.
    #[arg(long, value_name = "CODE")]
    pub(crate) symbol: Vec<String>,
    /// Bars from a file and the symbol to call them; may be given again, the symbols then share the cash.
    ///
    /// Any file that `backcast data` reads: CSV, JSON or Parquet, also inside zip or gzip, or a series of a library in a folder like
    /// bars/upbit/KRW-BTC/1d; `-` reads standard input. A time is when the bar opens, UTC when neither it nor --zone names a zone.
    /// Nothing is mended: a row that can't be a bar is an error, and what is worth knowing about a file is said on standard error
    /// and in the JSON.
    #[arg(long, value_name = "SYMBOL=FILE", conflicts_with = "symbol")]
    pub(crate) data: Vec<String>,
    /// A library in a folder, as `backcast fetch` makes it, to take the bars of --symbol from.
    ///
    /// --venue and --timeframe say which series; bars of a length that isn't there are made of shorter ones, and --inside
    /// names the length of those that --fill intrabar replays.
    #[arg(long, value_name = "DIR", conflicts_with = "data")]
    pub(crate) library: Option<String>,
    /// A symbol the plan may look at and never trades; beside --data it needs a file too. May be given again.
    #[arg(long, value_name = "SYMBOL[=FILE]")]
    pub(crate) watch: Vec<String>,
    /// A venue of `backcast list venues`, whose trading rules and fees hold for --data (file, without any rule, when left out),
    /// or whose series of --library are meant (its only one when left out).
    #[arg(long, value_name = "ID", requires = "bars")]
    pub(crate) venue: Option<String>,
    /// Length of a bar: 1d when left out, or that of the files.
    #[arg(long)]
    pub(crate) timeframe: Option<String>,
    /// First day, as YYYY-MM-DD (UTC).
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,
    /// First day that no longer counts, as YYYY-MM-DD (UTC).
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<String>,

    /// How orders fill: next_open, touch, worst_of_bar, same_close or intrabar.
    ///
    /// When left out it is the strategy's own; for --plan it is touch when an entry waits at a level, else next_open.
    #[arg(long, value_name = "POLICY")]
    pub(crate) fill: Option<String>,
    /// What comes first when one bar reaches a stop and a target: pessimistic, optimistic or nearest_to_open.
    #[arg(long, value_name = "RULE")]
    pub(crate) path: Option<String>,
    /// Length of the shorter bars of the sample or of --library that --fill intrabar replays.
    #[arg(long, value_name = "TIMEFRAME", conflicts_with = "data")]
    pub(crate) inside: Option<String>,
    /// Shorter bars from a file, which --fill intrabar replays inside those of --data; may be given again.
    #[arg(long, value_name = "SYMBOL=FILE", requires = "data")]
    pub(crate) inside_data: Vec<String>,

    /// Fee of orders that take, in basis points: 5 when left out, or the taker fee of --venue.
    #[arg(long, value_name = "BPS", allow_hyphen_values = true)]
    pub(crate) fee: Option<String>,
    /// Fee of orders that wait in the book, in basis points: that of --fee when left out, or the maker fee of --venue.
    #[arg(long, value_name = "BPS", allow_hyphen_values = true)]
    pub(crate) maker_fee: Option<String>,
    /// Slippage of orders that take: basis points, atr:SHARE/BARS or impact:BASE/AT_FULL_VOLUME; 5 when left out.
    #[arg(long, value_name = "BPS", allow_hyphen_values = true)]
    pub(crate) slippage: Option<String>,
    /// What longs pay shorts every 8 hours, in basis points; below zero shorts pay.
    #[arg(long, value_name = "BPS", allow_hyphen_values = true)]
    pub(crate) funding: Option<String>,
    /// What a short pays for borrowing, in basis points a year.
    #[arg(long, value_name = "BPS", allow_hyphen_values = true)]
    pub(crate) borrow: Option<String>,

    /// How much an entry uses; what the strategy says when left out, and equal_slots:1 when it says nothing.
    ///
    /// equal_slots:SHARE, equity:SHARE, amount:MONEY, units:UNITS, risk:SHARE, vol:YEARLY/BARS, kelly:PART/CAP/TRADES or
    /// inverse_vol:SHARE/BARS. A share of 0.5 is half.
    #[arg(long, value_name = "RULE")]
    pub(crate) size: Option<String>,
    /// Largest sum of all positions ÷ equity.
    #[arg(long, value_name = "TIMES", allow_hyphen_values = true)]
    pub(crate) leverage: Option<String>,
    /// Equity ÷ sum of all positions below which the venue closes them: 0.01 is one percent.
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    pub(crate) maintenance: Option<String>,
    /// Positions at once over all symbols.
    #[arg(long, value_name = "COUNT", allow_hyphen_values = true)]
    pub(crate) max_positions: Option<String>,
    /// Let one symbol be held long and short at once.
    #[arg(long)]
    pub(crate) hedge: bool,
    /// The limits in front of every entry: off, or careful (10 % a position with a stop, 15 % a symbol, 80 % invested,
    /// halt at −5 % on the day and −20 % from the peak); off when left out.
    #[arg(long, value_name = "LIMITS")]
    pub(crate) risk: Option<String>,
    /// Cash at the start: 10000000 when left out.
    #[arg(long, value_name = "MONEY", allow_hyphen_values = true)]
    pub(crate) cash: Option<String>,

    /// How the run is computed; both engines give the same facts.
    #[arg(long, value_enum, default_value = "event")]
    pub(crate) engine: Engine,
    /// Write the trades as CSV.
    ///
    /// Columns: symbol, side, qty, entry_signal_time, entry_time, entry_price, entry_fee, entry_reason, exit_signal_time,
    /// exit_time, exit_price, exit_fee, exit_reason, fees, funding, pnl, return, bars_held, open, worst, best, risk. Times are
    /// ISO 8601 (UTC), each followed by the same in milliseconds since 1970, with _ms behind its name. side is sell for a
    /// short; funding is what was paid for holding; open is true when the data ended first; worst and best are price moves
    /// against and for the trade; risk is the money at stake at the first stop, empty without one.
    #[arg(long, value_name = "FILE.csv")]
    pub(crate) trades: Option<String>,
    /// Write the account at the close of every bar as CSV.
    ///
    /// Columns: time (ISO 8601, UTC), time_ms (milliseconds since 1970), equity, drawdown (below the highest equity so far),
    /// worst (equity at the worst price inside the bar), benchmark (all symbols bought and held).
    #[arg(long, value_name = "FILE.csv")]
    pub(crate) equity: Option<String>,
    /// Print every metric and not only the first ones.
    #[arg(long, conflicts_with = "json")]
    pub(crate) all_metrics: bool,
    /// Print the whole report as JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// Print the spec as JSON and run nothing; with --data it names the bars by their hash.
    #[arg(long, conflicts_with_all = ["trades", "equity", "json"])]
    pub(crate) print_spec: bool,
    #[command(flatten)]
    pub(crate) how: How,
}

impl Arguments {
    /// The first flag that says what a run prints or writes; a check has no use for it.
    pub fn only_of_a_run(&self) -> Option<&'static str> {
        let given = [
            ("trades", self.trades.is_some()),
            ("equity", self.equity.is_some()),
            ("all-metrics", self.all_metrics),
            ("json", self.json),
            ("print-spec", self.print_spec),
        ];
        let first = given.into_iter().find(|(_, given)| *given);
        first.map(|(flag, _)| flag)
    }
}

/// How a run is computed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Engine {
    /// Bar by bar, as paper and live trading go.
    Event,
    /// Over whole columns where the plan allows it: faster.
    Vector,
}
