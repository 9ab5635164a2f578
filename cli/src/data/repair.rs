//! `backcast data repair`: damaged files of a library in a folder, mended by fetching their bars again.

use super::error::Error;
use super::library;
use crate::fetch::{self, Asking, Repair};
use std::path::Path;

/// What to repair.
#[derive(clap::Args)]
pub struct Arguments {
    /// The folder of a library, like bars, or one series of it, like bars/upbit/KRW-BTC/1d.
    #[arg(value_name = "DIR")]
    place: String,
    /// Take files out of the list whose bars can't be fetched again: those of imported files, which can then be imported
    /// anew, and of markets that are gone.
    #[arg(long)]
    drop: bool,
    #[command(flatten)]
    asking: Asking,
}

/// Repairs and says what became of each damaged file.
pub fn repair(arguments: &Arguments) -> Result<String, Error> {
    let place = Path::new(&arguments.place);
    let (folder, only) = match library::named(&arguments.place) {
        Some((folder, id)) => (folder, Some(id)),
        None if place.is_dir() => (place.to_owned(), None),
        None => {
            let why =
                "must be the folder of a library, or a series in one like bars/upbit/KRW-BTC/1d";
            return Err(Error::of(place, why));
        }
    };
    let asked = Repair {
        folder: &folder,
        only,
        drop: arguments.drop,
        asking: &arguments.asking,
    };
    Ok(fetch::repair(&asked)?)
}
