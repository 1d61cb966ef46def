from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "chungtay.results.reviews"
    label = "reviews"
