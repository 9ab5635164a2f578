//! What ECharts is told: equity above, drawdown below, one time axis, one pointer.

use super::palette::Palette;
use js_sys::{Float64Array, JSON};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;

/// What changes from one drawing to the next.
pub struct Look<'a> {
    /// Colours.
    pub palette: &'a Palette,
    /// Name of the upper panel.
    pub equity: String,
    /// Name of the lower panel.
    pub drawdown: String,
    /// Says what kind of data this is.
    pub data: String,
    /// In words, for those who can't see it.
    pub summary: String,
    /// Logarithmic equity, from this to that.
    pub log: Option<(f64, f64)>,
    /// Is the pointer a finger?
    pub touch: bool,
}

/// The option, with the points of the curve as they came from the worker.
pub fn option(look: &Look<'_>, curve: &Float64Array) -> Result<JsValue, JsValue> {
    let option = JSON::parse(&static_part(look).to_string())?;
    // A typed array is taken as it is: no copy of the points is made on this thread.
    super::binding::put(&option, "dataset.source", curve);
    Ok(option)
}

fn static_part(look: &Look<'_>) -> Value {
    let palette = look.palette;
    let text = json!({ "color": palette.axis, "fontFamily": palette.font, "fontSize": 11 });
    let title = |words: &str, top: &str, right: bool| {
        json!({
            "text": words, "top": top, "left": if right { json!("auto") } else { json!(LEFT) },
            "right": if right { json!(RIGHT) } else { json!("auto") }, "padding": 0,
            "textStyle": { "color": palette.axis, "fontFamily": palette.font, "fontSize": 11, "fontWeight": 500 },
        })
    };
    let time = |grid: u8, labels: bool| {
        json!({
            "type": "time", "gridIndex": grid, "useUTC": true,
            "axisLine": { "show": labels, "lineStyle": { "color": palette.line } },
            "axisTick": { "show": false },
            "axisLabel": { "show": labels, "color": palette.axis, "fontFamily": palette.font, "fontSize": 11, "hideOverlap": true, "alignMinLabel": "left", "alignMaxLabel": "right" },
            "splitLine": { "show": true, "lineStyle": { "color": palette.grid } },
            "axisPointer": { "show": true, "label": { "show": labels } },
        })
    };
    let value = |grid: u8| {
        json!({
            "type": "value", "gridIndex": grid, "position": "right", "scale": true,
            "axisLabel": { "color": palette.axis, "fontFamily": palette.font, "fontSize": 11, "inside": false },
            "splitLine": { "lineStyle": { "color": palette.grid } },
            "axisPointer": { "show": false },
        })
    };
    let mut money = value(0);
    if let Some((low, high)) = look.log {
        money["type"] = json!("log");
        money["logBase"] = json!(log_base(high / low));
        money["min"] = json!(low);
        money["max"] = json!(high);
    }
    money["splitNumber"] = json!(4);
    let mut depth = value(1);
    depth["max"] = json!(0);
    depth["splitNumber"] = json!(2);
    let line = |name: &str, axis: u8, dimension: &str, colour: &str| {
        json!({
            "type": "line", "name": name, "xAxisIndex": axis, "yAxisIndex": axis,
            "encode": { "x": "time", "y": dimension }, "showSymbol": false, "animation": false,
            "sampling": "lttb", "lineStyle": { "width": 1.5, "color": colour }, "itemStyle": { "color": colour },
            "emphasis": { "disabled": true },
        })
    };
    let mut equity = line(&look.equity, 0, "equity", &palette.equity);
    equity["areaStyle"] = json!({ "color": palette.equity_fill, "origin": "start" });
    let mut drawdown = line(&look.drawdown, 1, "drawdown", &palette.loss);
    drawdown["areaStyle"] = json!({ "color": palette.loss, "opacity": palette.fill_opacity });
    drawdown["lineStyle"]["width"] = json!(1);
    // The deepest point of a stretch must not get lost.
    drawdown["sampling"] = json!("min");
    json!({
        "animation": false,
        "useUTC": true,
        "textStyle": text,
        "aria": { "enabled": true, "label": { "description": look.summary } },
        "title": [title(&look.equity, "6", false), title(&look.drawdown, "68%", false), title(&look.data, "6", true)],
        "dataset": { "dimensions": ["time", "equity", "drawdown"], "source": [] },
        "grid": [
            // Both panels share their edges to the pixel, so labels must not push one of them inwards.
            { "left": LEFT, "right": RIGHT, "top": 26, "height": "56%", "outerBoundsMode": "none" },
            { "left": LEFT, "right": RIGHT, "top": "73%", "height": "13%", "outerBoundsMode": "none" },
        ],
        "xAxis": [time(0, false), time(1, true)],
        "yAxis": [money, depth],
        "series": [equity, drawdown],
        "axisPointer": {
            "link": [{ "xAxisIndex": "all" }],
            "lineStyle": { "color": palette.cross },
            "label": { "backgroundColor": palette.ink, "color": palette.surface, "fontFamily": palette.font, "fontSize": 11 },
        },
        "tooltip": {
            "trigger": "axis", "renderMode": "richText", "confine": true, "transitionDuration": 0,
            "backgroundColor": palette.surface, "borderColor": palette.line, "borderWidth": 1, "padding": [8, 10],
            "textStyle": { "color": palette.ink, "fontFamily": palette.font, "fontSize": 12, "lineHeight": 18 },
            "axisPointer": { "type": "line" },
        },
        "dataZoom": [
            {
                "type": "inside", "xAxisIndex": [0, 1], "throttle": 16,
                // The wheel alone scrolls the page, and a finger that drags does too; a pinch always zooms.
                "zoomOnMouseWheel": if look.touch { json!(true) } else { json!("ctrl") },
                "moveOnMouseMove": !look.touch, "moveOnMouseWheel": false, "preventDefaultMouseMove": !look.touch,
            },
            {
                "type": "slider", "xAxisIndex": [0, 1], "height": 20, "bottom": 6, "left": LEFT, "right": RIGHT,
                "brushSelect": false, "throttle": 16,
                "borderColor": palette.grid, "backgroundColor": "transparent", "fillerColor": palette.equity_fill,
                "handleStyle": { "color": palette.surface, "borderColor": palette.line },
                "moveHandleStyle": { "color": palette.line },
                "dataBackground": { "lineStyle": { "color": palette.line }, "areaStyle": { "color": palette.sunken } },
                "selectedDataBackground": { "lineStyle": { "color": palette.equity }, "areaStyle": { "color": palette.equity_fill } },
                "textStyle": { "color": palette.axis, "fontFamily": palette.font, "fontSize": 11 },
            },
        ],
    })
}

/// Ticks stand at the powers of this number: about four of them between the ends.
fn log_base(ratio: f64) -> f64 {
    let bases: [f64; 6] = [1.05, 1.1, 1.25, 1.5, 2.0, 5.0];
    let five_ticks = |base: &f64| base * base * base * base * base >= ratio;
    bases.into_iter().find(five_ticks).unwrap_or(10.0)
}

/// Room for half a date at the left edge.
const LEFT: u32 = 22;
/// Room for the figures at the right edge.
const RIGHT: u32 = 58;
