// SPDX-License-Identifier: Apache-2.0
// One function a scenario of scenarios.txt, which says what each does.
#pragma once

namespace scenario {

struct World;

void sign_in(const World& world);
void cancel(const World& world);
void sign_out(const World& world);
void credentials(const World& world);

void list(const World& world);
void filters(const World& world);
void thread(const World& world);
void live_changes(const World& world);

void send(const World& world);
void files(const World& world);
void new_number(const World& world);
void text(const World& world);

void merge_contact(const World& world);
void big_page(const World& world);

void permissions(const World& world);

void errors(const World& world);

void close_busy(const World& world);
void many_clients(const World& world);
void collected(const World& world);

}  // namespace scenario
