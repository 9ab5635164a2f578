//! `backcast fetch`: bars from an exchange into a library in a folder, the same files as a browser keeps.

mod ask;
mod download;
mod drive;
mod error;
mod http;
mod listing;
mod outcome;
mod progress;
mod repair;

pub use error::Error;
pub use progress::now;
pub use repair::{Repair, repair};

use crate::folder::{self, Access};
use ask::Ask;
use http::Http;
use outcome::Outcome;
use std::fmt::Write as _;
use std::path::PathBuf;
use store::{Opened, ready};

/// What to fetch.
#[derive(clap::Args)]
pub struct Arguments {
    /// Who has the bars: upbit, binance or alpaca (which wants APCA_API_KEY_ID and APCA_API_SECRET_KEY in the environment).
    #[arg(long, value_name = "ID", required_unless_present_any = ["update", "list"])]
    venue: Option<String>,
    /// Markets, separated by commas: codes like KRW-BTC, or coins like BTC, which mean the won market at Upbit and the
    /// USDT market at Binance.
    #[arg(long, value_name = "CODES", value_delimiter = ',', required_unless_present_any = ["update", "list"])]
    symbols: Vec<String>,
    /// Lengths of a bar, separated by commas: 1s 1m 3m 5m 10m 15m 30m 1h 2h 4h 6h 8h 12h 1d 1w 1M; day, week, month and minute240
    /// do too. Seconds are a file a day, and Upbit keeps them for three months.
    #[arg(long, value_name = "LENGTHS", value_delimiter = ',', required_unless_present_any = ["update", "list"])]
    interval: Vec<String>,
    /// First day, as YYYY-MM-DD (UTC). When left out: all there is of bars of a day or longer, a year of shorter ones, a day of
    /// seconds, and of a series that is there already only what came since.
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// First day that no longer counts, as YYYY-MM-DD (UTC): now when left out.
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// The folder that is the library.
    #[arg(long, value_name = "DIR", default_value = "bars")]
    out: PathBuf,
    /// Brings every series of the library up to date, or only those that the other flags name.
    #[arg(long, conflicts_with_all = ["list", "from", "to"])]
    update: bool,
    /// Lists what the library holds and fetches nothing.
    #[arg(long)]
    list: bool,
    /// The list, or what was fetched, as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    asking: Asking,
}

/// How an exchange is asked, whatever for.
#[derive(clap::Args)]
pub struct Asking {
    /// Stocks: whose trades, sip (all exchanges, 15 minutes late without a subscription) or iex.
    #[arg(long, value_name = "FEED")]
    feed: Option<String>,
    /// Stocks: what is taken out of old prices, raw, split or all.
    #[arg(long, value_name = "KIND")]
    adjustment: Option<String>,
    /// Where the exchange answers, for a mirror or a proxy of your own.
    #[arg(long, value_name = "URL")]
    base: Option<String>,
}

/// Fetches and says what came of it.
pub fn fetch(arguments: &Arguments) -> Result<String, Error> {
    let open = |access| {
        folder::library(&arguments.out, access).map_err(|cause| Error::Folder {
            folder: arguments.out.clone(),
            cause,
        })
    };
    if arguments.list {
        let (library, opened) = open(Access::Glance)?;
        return Ok(listing::listing(&library, &opened, arguments.json));
    }
    let ask = Ask::read(arguments)?;
    let (mut library, opened) = open(Access::Write)?;
    let settled = ready(library.settle(now())).ok_or(Error::Waits)?;
    settled.map_err(Error::of(&arguments.out))?;
    let http = Http::new(arguments.asking.base.as_deref());
    let outcomes = download::all(&ask, &http, &mut library)?;
    report(arguments, &opened, &outcomes)
}

fn report(arguments: &Arguments, opened: &Opened, outcomes: &[Outcome]) -> Result<String, Error> {
    let failed: Vec<&Outcome> = outcomes.iter().filter(|one| one.error.is_some()).collect();
    let text = if arguments.json {
        let rows: Vec<_> = outcomes.iter().map(Outcome::json).collect();
        serde_json::json!({ "series": rows }).to_string() + "\n"
    } else {
        let mut text = listing::damage(opened);
        for one in outcomes {
            let _ = writeln!(text, "{one}");
        }
        text
    };
    match failed.is_empty() {
        true => Ok(text),
        false => Err(Error::Some {
            done: text,
            failed: failed.len(),
            of: outcomes.len(),
        }),
    }
}
