"""Pictures of figures: charts and maps as Vega-Lite data, drawn here for reviews, the explorer and dashboards."""
