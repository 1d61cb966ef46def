"""Pictures of figures: charts and maps as Vega-Lite data, drawn here, the same in reviews, the explorer and dashboards."""
