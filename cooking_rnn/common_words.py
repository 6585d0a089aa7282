"""The common words for the story's two weathers, as they stand in weather files."""

_SUNNY = (
    "sun sunshine clear fair fine dry fog foggy mist misty haze hazy cloud clouds cloudy overcast wind windy "
    "晴 晴朗 晴天 多云 阴 阴天 雾 雾天 大雾 霾 有风"
)
_RAINY = (
    "rain raining drizzle drizzling shower showers snow snowy snowing sleet hail storm stormy thunder thunderstorm "
    "thunderstorms downpour wet 雨 雨天 小雨 中雨 大雨 暴雨 阵雨 雷阵雨 雷雨 毛毛雨 "
    "雪 小雪 中雪 大雪 暴雪 雨夹雪 冰雹 暴风雨"
)

#: word -> the weather it means, in any kitchen that has that weather
COMMON_WORDS = {
    **dict.fromkeys([*_SUNNY.split(), "partly cloudy", "mostly cloudy", "mostly sunny", "partly sunny"], "sunny"),
    **dict.fromkeys([*_RAINY.split(), "light rain", "heavy rain", "freezing rain", "light snow"], "rainy"),
}
