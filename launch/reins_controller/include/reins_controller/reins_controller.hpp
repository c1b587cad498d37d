#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "controller_interface/chainable_controller_interface.hpp"
#include "diagnostic_msgs/msg/diagnostic_array.hpp"
#include "rclcpp/rclcpp.hpp"
#include "rclcpp_lifecycle/state.hpp"
#include "std_srvs/srv/trigger.hpp"

#include "reins_controller/exchange.hpp"
#include "reins_controller/guard.hpp"
#include "reins_controller/rate_watch.hpp"

namespace reins_controller
{

/// The robot's state to the filter, and the filter's command to the robot, within the loop of the
/// controller manager. It has the last word on each command (Guard). A preceding controller's
/// references go to the filter as the action; they never reach the robot by themselves.
///
/// The loop thread runs update_and_write_commands, which neither allocates nor locks. Everything else
/// runs on the controller manager's executor; the two share atomics only.
class ReinsController : public controller_interface::ChainableControllerInterface
{
public:
  controller_interface::CallbackReturn on_init() override;
  controller_interface::InterfaceConfiguration command_interface_configuration() const override;
  controller_interface::InterfaceConfiguration state_interface_configuration() const override;
  controller_interface::CallbackReturn on_configure(const rclcpp_lifecycle::State & previous) override;
  controller_interface::CallbackReturn on_activate(const rclcpp_lifecycle::State & previous) override;
  controller_interface::CallbackReturn on_deactivate(const rclcpp_lifecycle::State & previous) override;
  controller_interface::CallbackReturn on_cleanup(const rclcpp_lifecycle::State & previous) override;

protected:
  std::vector<hardware_interface::CommandInterface> on_export_reference_interfaces() override;
  bool on_set_chained_mode(bool chained) override;
#ifdef REINS_HUMBLE
  controller_interface::return_type update_reference_from_subscribers() override;
#else
  controller_interface::return_type update_reference_from_subscribers(
    const rclcpp::Time & time, const rclcpp::Duration & period) override;
#endif
  controller_interface::return_type update_and_write_commands(
    const rclcpp::Time & time, const rclcpp::Duration & period) override;

private:
  enum class References { kNone, kPosition, kVelocity };

  /// What the executor's thread may see of the loop.
  struct Shown
  {
    std::atomic<uint64_t> mode{0};
    std::atomic<uint64_t> reason{0};
    std::atomic<uint64_t> trips{0};
    std::atomic<uint64_t> repairs{0};
    std::atomic<uint64_t> age{0};
    std::atomic<uint64_t> damaged{0};
    std::atomic<bool> active{false};
    std::atomic<bool> reset_asked{false};
    std::atomic<const char *> reset_answer{nullptr};
  };

  double rate();
  Settings read_settings();
  JointLimits read_limits(const std::string & joint);
  void measure();
  void refer();
  void show();
  void report();
  void tell(uint64_t mode, uint64_t reason);
  void answer_reset(
    const std_srvs::srv::Trigger::Request & request, std_srvs::srv::Trigger::Response & response);

  std::vector<std::string> joints_;
  std::unique_ptr<Guard> guard_;
  std::unique_ptr<RateWatch> rate_watch_;
  std::unique_ptr<Exchange> exchange_;
  std::unique_ptr<Measured> measured_;
  std::unique_ptr<Reference> reference_;
  std::vector<double> from_hardware_;
  References references_ = References::kNone;
  bool has_effort_ = false;
  bool chained_ = false;
  int64_t answer_wait_ = 0;
  double reach_ = 0;
  uint64_t cycle_ = 0;
  uint64_t told_mode_ = 0;
  Shown shown_;
  rclcpp::Publisher<diagnostic_msgs::msg::DiagnosticArray>::SharedPtr diagnostics_;
  rclcpp::Service<std_srvs::srv::Trigger>::SharedPtr reset_;
  rclcpp::TimerBase::SharedPtr timer_;
};

}  // namespace reins_controller
