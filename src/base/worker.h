// SPDX-License-Identifier: Apache-2.0
// Where work is done that would hold the engine: hashing, pictures.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace ix {

// Tasks run one after another, in the order they were given.
class Worker {
 public:
  using Task = std::function<void()>;

  virtual ~Worker() = default;
  virtual void post(Task task) = 0;  // any thread
  // What has not begun never will; returns when nothing runs. Not from a task.
  virtual void stop() = 0;
};

// One thread, begun with the first task. Owned by the client that it works for.
class ThreadWorker final : public Worker {
 public:
  ~ThreadWorker() override;
  void post(Task task) override;
  void stop() override;

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  bool stopped_ = false;
  std::thread thread_;
};

// Nothing runs by itself: the owner calls run(). One thread.
class ManualWorker final : public Worker {
 public:
  void post(Task task) override { tasks_.push_back(std::move(task)); }
  void stop() override { tasks_.clear(); }
  // False: there was nothing to do.
  bool run();

 private:
  std::deque<Task> tasks_;
};

}  // namespace ix
