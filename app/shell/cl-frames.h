#pragma once

void cl_frames_record (void);
