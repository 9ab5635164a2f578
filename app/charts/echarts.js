// The part of Apache ECharts the page draws with; the bundler leaves the rest behind.
import { init, use } from "echarts/core";
import { BarChart, CandlestickChart, LineChart } from "echarts/charts";
import {
  AriaComponent,
  AxisPointerComponent,
  DatasetComponent,
  DataZoomInsideComponent,
  DataZoomSliderComponent,
  GridComponent,
  TitleComponent,
  TooltipComponent,
} from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";

use([
  AriaComponent,
  AxisPointerComponent,
  BarChart,
  CandlestickChart,
  CanvasRenderer,
  DatasetComponent,
  DataZoomInsideComponent,
  DataZoomSliderComponent,
  GridComponent,
  LineChart,
  TitleComponent,
  TooltipComponent,
]);

export { init };
