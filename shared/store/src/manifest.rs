//! The manifest: what the library is, in one of two slots that are written in turn.
//!
//! magic (8) · version u32 · generation u64 · length of the payload u64 · payload (postcard) · SHA-256 of all before. Numbers
//! are little-endian, and nothing may follow.

use crate::SCHEMA;
use crate::series::{SegmentEntry, SeriesEntry, SeriesId};
use domain::{Digest, Ts};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The files of the two slots.
pub const SLOTS: [&str; 2] = ["MANIFEST.0", "MANIFEST.1"];

const MAGIC: [u8; 8] = *b"BACKCAST";
const HEAD: usize = 8 + 4 + 8 + 8;
const HASH: usize = 32;

/// Everything the library is.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct State {
    pub series: BTreeMap<SeriesId, Record>,
    /// Files that nothing refers to, and when they were first seen so.
    pub orphans: BTreeMap<String, Ts>,
    /// When the library was exported last.
    pub exported: Option<Ts>,
    /// Bytes of segments written since.
    pub written_since: u64,
}

/// One series: its row in the list and its files, oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record {
    pub entry: SeriesEntry,
    pub segments: Vec<SegmentEntry>,
}

impl State {
    /// Every file the library refers to.
    pub fn files(&self) -> BTreeSet<String> {
        let segments = self.series.values().flat_map(|record| &record.segments);
        segments.map(|segment| segment.file.clone()).collect()
    }
}

/// What a slot holds.
#[derive(Debug)]
pub(crate) enum Slot {
    Whole(u64, Box<State>),
    /// Whole, but of a newer program.
    TooNew(u32),
    Damaged(String),
}

/// The bytes of a slot.
pub(crate) fn encode(generation: u64, state: &State) -> Result<Vec<u8>, postcard::Error> {
    let payload = postcard::to_allocvec(state)?;
    let mut bytes = Vec::with_capacity(HEAD + payload.len() + HASH);
    bytes.extend(MAGIC);
    bytes.extend(SCHEMA.to_le_bytes());
    bytes.extend(generation.to_le_bytes());
    bytes.extend((payload.len() as u64).to_le_bytes());
    bytes.extend(payload);
    bytes.extend(Digest::of(&bytes).0);
    Ok(bytes)
}

/// Reads a slot and believes nothing before its hash is right.
pub(crate) fn decode(bytes: &[u8]) -> Slot {
    match parts(bytes) {
        Err(why) => Slot::Damaged(why.to_owned()),
        Ok((version, ..)) if version > SCHEMA => Slot::TooNew(version),
        Ok((_, generation, payload)) => match postcard::from_bytes(payload) {
            Ok(state) => Slot::Whole(generation, state),
            Err(error) => Slot::Damaged(format!("its list can't be read: {error}")),
        },
    }
}

fn parts(bytes: &[u8]) -> Result<(u32, u64, &[u8]), &'static str> {
    let short = "it is too short";
    let (body, hash) = bytes.split_last_chunk::<HASH>().ok_or(short)?;
    let (magic, rest) = body.split_first_chunk::<8>().ok_or(short)?;
    let (version, rest) = rest.split_first_chunk::<4>().ok_or(short)?;
    let (generation, rest) = rest.split_first_chunk::<8>().ok_or(short)?;
    let (length, payload) = rest.split_first_chunk::<8>().ok_or(short)?;
    if *magic != MAGIC {
        return Err("it doesn't begin like a manifest");
    }
    if u64::from_le_bytes(*length) != payload.len() as u64 {
        return Err("it has another length than it claims");
    }
    if Digest::of(body).0 != *hash {
        return Err("its hash is wrong");
    }
    let (version, generation) = (
        u32::from_le_bytes(*version),
        u64::from_le_bytes(*generation),
    );
    Ok((version, generation, payload))
}
