//! The one list of metrics: a file in a folder of this one is one idea, its folder is the category, and `build.rs`
//! finds it.

use crate::Metric;

/// What every file of the list needs.
pub(crate) mod prelude {
    pub(crate) use crate::Better::*;
    pub(crate) use crate::Category::*;
    pub(crate) use crate::Metric;
    pub(crate) use crate::MetricUnit::*;
    pub(crate) use domain::{Text, Undefined};
}

include!(concat!(env!("OUT_DIR"), "/list.rs"));

const COUNT: usize = {
    let (mut file, mut count) = (0, 0);
    while file < FILES.len() {
        count += FILES[file].len();
        file += 1;
    }
    count
};

static ALL: [&Metric; COUNT] = {
    let mut all = [&FILES[0][0]; COUNT];
    let (mut file, mut at) = (0, 0);
    while file < FILES.len() {
        let mut index = 0;
        while index < FILES[file].len() {
            all[at] = &FILES[file][index];
            (at, index) = (at + 1, index + 1);
        }
        file += 1;
    }
    all
};

/// Every metric, in the order tables show them.
pub static METRICS: &[&Metric] = &ALL;
