-- Names written as one word or two («عبدالله», «عبد الله») are one topic from here on: the keys are made by the program.
SELECT 1;
