"""The interview that writes a first policy: questions in order, what an answer must look like, and
the file that the answers make. What is not known stays an open question and never becomes a value.
"""

from chikai.policy.interview.answers import Answers, Problem, of_values, take
from chikai.policy.interview.compose import Draft, compose
from chikai.policy.interview.question import Asked, BadAnswer, Question
from chikai.policy.interview.questions import QUESTIONS, asked

__all__ = [
    "QUESTIONS",
    "Answers",
    "Asked",
    "BadAnswer",
    "Draft",
    "Problem",
    "Question",
    "asked",
    "compose",
    "of_values",
    "take",
]
