// SPDX-License-Identifier: Apache-2.0
#include "base/worker.h"

#include <utility>

namespace ix {

ThreadWorker::~ThreadWorker() {
  stop();
}

void ThreadWorker::post(Task task) {
  std::lock_guard lock(mutex_);
  if (stopped_) return;
  tasks_.push_back(std::move(task));
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  changed_.notify_one();
}

void ThreadWorker::stop() {
  std::thread ending;
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
    tasks_.clear();
    changed_.notify_one();
    ending = std::move(thread_);
  }
  if (ending.joinable()) ending.join();
}

void ThreadWorker::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopped_ || !tasks_.empty(); });
    if (stopped_) return;
    const Task task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
    lock.lock();
  }
}

bool ManualWorker::run() {
  if (tasks_.empty()) return false;
  const Task task = std::move(tasks_.front());
  tasks_.pop_front();
  task();
  return true;
}

}  // namespace ix
