//! What ECharts is told about candles: prices above, volume below, one row of categories, so that holes take no room.

use super::candles::Candles;
use crate::charts::binding::put;
use crate::charts::palette::Palette;
use js_sys::{Array, Float64Array, JSON};
use serde_json::json;
use wasm_bindgen::prelude::*;

/// Room for the figures at the right edge.
const RIGHT: u32 = 66;
const LEFT: u32 = 12;

/// Words of the chart.
pub struct Look<'a> {
    /// Colours.
    pub palette: &'a Palette,
    /// The chart in words, for those who can't see it.
    pub summary: String,
    /// Name of the prices.
    pub price: &'a str,
    /// Name of the volume.
    pub volume: &'a str,
    /// What stands under each candle.
    pub labels: Vec<String>,
}

/// The option.
pub fn option(look: &Look<'_>, candles: &Candles) -> Result<JsValue, JsValue> {
    let palette = look.palette;
    let text = json!({ "color": palette.axis, "fontFamily": palette.font, "fontSize": 11 });
    let row = |grid: u8, labels: bool| {
        json!({
            "type": "category", "gridIndex": grid, "data": [], "boundaryGap": true,
            "axisLine": { "lineStyle": { "color": palette.line } },
            "axisTick": { "show": false },
            "axisLabel": { "show": labels, "color": palette.axis, "fontFamily": palette.font, "fontSize": 11, "hideOverlap": true, "alignMinLabel": "left", "alignMaxLabel": "right" },
            "splitLine": { "show": false },
            "axisPointer": { "show": true, "label": { "show": labels } },
        })
    };
    let figures = |grid: u8, parts: u8| {
        json!({
            "type": "value", "gridIndex": grid, "position": "right", "scale": grid == 0, "splitNumber": parts,
            "axisLabel": { "color": palette.axis, "fontFamily": palette.font, "fontSize": 11 },
            "splitLine": { "lineStyle": { "color": palette.grid } },
            "axisPointer": { "show": grid == 0 },
        })
    };
    let told = json!({
        "animation": false,
        "textStyle": text,
        "aria": { "enabled": true, "label": { "description": look.summary } },
        "dataset": { "dimensions": ["place", "open", "close", "low", "high", "volume"], "source": [] },
        "grid": [
            { "left": LEFT, "right": RIGHT, "top": 10, "bottom": "28%", "outerBoundsMode": "none" },
            { "left": LEFT, "right": RIGHT, "top": "78%", "bottom": 26, "outerBoundsMode": "none" },
        ],
        "xAxis": [row(0, false), row(1, true)],
        "yAxis": [figures(0, 4), figures(1, 2)],
        "series": [
            {
                "type": "candlestick", "name": look.price, "xAxisIndex": 0, "yAxisIndex": 0, "animation": false,
                "encode": { "x": "place", "y": ["open", "close", "low", "high"] },
                "itemStyle": { "color": palette.gain, "borderColor": palette.gain, "color0": palette.loss, "borderColor0": palette.loss },
                "barMaxWidth": 14,
            },
            {
                "type": "bar", "name": look.volume, "xAxisIndex": 1, "yAxisIndex": 1, "animation": false,
                "encode": { "x": "place", "y": "volume" },
                "itemStyle": { "color": palette.cross }, "barMaxWidth": 14,
            },
        ],
        "axisPointer": {
            "link": [{ "xAxisIndex": "all" }],
            "lineStyle": { "color": palette.cross },
            "label": { "backgroundColor": palette.ink, "color": palette.surface, "fontFamily": palette.font, "fontSize": 11 },
        },
        "tooltip": {
            "trigger": "axis", "renderMode": "richText", "confine": true, "transitionDuration": 0,
            "backgroundColor": palette.surface, "borderColor": palette.line, "borderWidth": 1, "padding": [8, 10],
            "textStyle": { "color": palette.ink, "fontFamily": palette.font, "fontSize": 12, "lineHeight": 18 },
            "axisPointer": { "type": "cross" },
        },
    });
    let option = JSON::parse(&told.to_string())?;
    let source = Float64Array::from(candles.flat().as_slice());
    put(&option, "dataset.source", &source);
    let labels: Array = look.labels.iter().map(JsValue::from).collect();
    put(&option, "xAxis.0.data", &labels);
    put(&option, "xAxis.1.data", &labels);
    Ok(option)
}
