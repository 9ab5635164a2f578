//! Where the bars of a question come from.

use super::super::protocol::{Kind, SeriesKey, Trouble};
use super::disk::Disk;
use super::words::id_of;
use domain::{MarketChoice, Source, Timeframe, Venue};
use store::{Library, SeriesEntry};

/// The series a question's bars come from: that of its timeframe, or the longest shorter one that fills it.
pub fn source_of(library: &Library<Disk>, wanted: SeriesKey) -> Result<&SeriesEntry, Trouble> {
    if let Some(entry) = library.entry(id_of(wanted)) {
        return Ok(entry);
    }
    let fills = |shorter: Timeframe| {
        shorter < wanted.timeframe
            && wanted.timeframe.millis() % shorter.millis() == 0
            && shorter != Timeframe::Week1
    };
    let same = |entry: &&SeriesEntry| {
        let id = entry.id;
        (id.venue, id.symbol) == (wanted.venue, wanted.symbol) && fills(id.timeframe)
    };
    let longest = library
        .series()
        .filter(same)
        .max_by_key(|entry| entry.id.timeframe);
    longest.ok_or_else(|| Kind::NoSuchSeries(wanted).into())
}

/// The venue a market is chosen of.
pub fn venue_of(choice: &MarketChoice) -> Result<Venue, Trouble> {
    match choice.source {
        Source::Given(venue) => Ok(venue),
        Source::Sample => {
            let said = "the sample market is made where it is used, the library has none of it";
            Err(Trouble::new(Kind::Refused, said))
        }
    }
}
