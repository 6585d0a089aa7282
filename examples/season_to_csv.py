"""A hundred days of random weather, cooked and written as CSV: as pandas' data frame where pandas is installed."""

import csv
import sys

import numpy as np

from cooking_rnn import Kitchen

weather = np.random.default_rng(7).integers(0, 2, 100)  # codes: 0 sunny, 1 rainy
season = Kitchen.load("romance").simulate(weather)
rows = [{"day": day.number, "weather": day.weather, "dish": day.dish} for day in season.days]

try:
    import pandas
except ImportError:
    writer = csv.DictWriter(sys.stdout, ["day", "weather", "dish"])
    writer.writeheader()
    writer.writerows(rows)
else:
    pandas.DataFrame(rows).to_csv(sys.stdout, index=False)
