"""The helper package of the course "Unstable Gradients".

Numbers flow one way: `engine` computes, `pictures` draw, `labs` join controls to pictures.
`exercises` hold a learner's answers against the engine; the labs give them their buttons.
"""
